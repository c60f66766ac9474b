import {
  issuedKeySchema,
  meSchema,
  principalPageSchema,
  principalSchema,
  problemSchema,
  registeredPrincipalSchema,
} from '@throughtrain/contracts';
import { answer, startStack, type Client, type Stack } from './support/stack';

describe('principals', () => {
  let stack: Stack;
  let operator: Client;

  beforeAll(async () => {
    stack = await startStack();
    operator = stack.as((await stack.register('运营', 'operator', ['operator'])).apiKey);
  });

  afterAll(() => stack.stop());

  const organisation = { name: '澜州承办', kind: 'host' };
  const register = (name: string) =>
    answer(
      operator.post('/v1/principals', { organisation, name, roles: ['host'] }),
      201,
      registeredPrincipalSchema.strict(),
    );

  it('are told whom they act for', async () => {
    const registered = await register('接口账号');
    expect(registered.organisation).toEqual({ ...organisation, id: registered.organisationId });
    const me = await answer(stack.as(registered.apiKey).get('/v1/me'), 200, meSchema.strict());
    expect(me).toEqual({
      principalId: registered.principalId,
      organisationId: registered.organisationId,
      organisation: registered.organisation,
      roles: ['host'],
    });
  });

  it('of an enterprise are registered by its credit code', async () => {
    const wanted = (said: object) =>
      operator.post('/v1/principals', {
        organisation: { name: '澜州精密', kind: 'enterprise', ...said },
        name: '对接人',
        roles: ['enterprise'],
      });
    const { code } = await answer(wanted({}), 422, problemSchema);
    expect(code).toBe('organisation.credit-code-required');
    const byCode = await answer(wanted({ creditCode: '91340200MT9990001E' }), 201, registeredPrincipalSchema);
    const byId = { organisation: { id: byCode.organisationId }, name: '另一人', roles: ['enterprise'] };
    const again = await answer(operator.post('/v1/principals', byId), 201, registeredPrincipalSchema);
    expect(again.organisation).toEqual(byCode.organisation);
  });

  it('are listed to operators, newest first', async () => {
    const { principalId, apiKey } = await register('最新');
    const first = await answer(operator.get('/v1/principals?limit=1'), 200, principalPageSchema);
    expect(first.items).toMatchObject([{ id: principalId, name: '最新', keyHint: apiKey.slice(0, 8), organisation }]);
    const rest = await answer(operator.get(`/v1/principals?cursor=${first.nextCursor}`), 200, principalPageSchema);
    expect(rest.items.map(({ id }) => id)).not.toContain(principalId);
    expect(rest.items.at(-1)).toMatchObject({ organisation: { name: '运营' } });
  });

  it('lose their key when they get another, and when they leave', async () => {
    const { principalId, apiKey } = await register('对接系统');
    const path = `/v1/principals/${principalId}`;
    const issued = await answer(operator.post(`${path}/keys`), 201, issuedKeySchema);
    await stack.as(apiKey).get('/v1/me').expect(401);
    await stack.as(issued.apiKey).get('/v1/me').expect(200);
    const told = await answer(operator.post(`${path}/deactivation`, { reason: '停用' }), 200, principalSchema);
    expect(told).toMatchObject({ id: principalId, deactivatedAt: expect.any(String) });
    await stack.as(issued.apiKey).get('/v1/me').expect(401);
    for (const refused of [operator.post(`${path}/keys`), operator.post(`${path}/deactivation`, { reason: '停用' })])
      expect(await answer(refused, 409, problemSchema)).toMatchObject({ code: 'principal.deactivated' });
    const unknown = '/v1/principals/00000000-0000-4000-8000-000000000000';
    await operator.post(`${unknown}/keys`).expect(404);
  });

  it('do not lock themselves out', async () => {
    const { principalId } = await answer(operator.get('/v1/me'), 200, meSchema);
    const refused = operator.post(`/v1/principals/${principalId}/deactivation`, { reason: '停用' });
    expect(await answer(refused, 409, problemSchema)).toMatchObject({ code: 'principal.is-caller' });
    await operator.get('/v1/me').expect(200);
  });
});
