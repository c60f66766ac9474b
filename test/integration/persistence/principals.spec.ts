import {
  DeactivatePrincipal,
  hashApiKey,
  IssueKey,
  newApiKey,
  PrincipalRepository,
  RegisterPrincipal,
  type NewPrincipal,
} from '@throughtrain/ingestion';
import { AuditLog, UnitOfWork } from '@throughtrain/domain';
import { Funnel, notFound } from './funnel-fixture';

const creditCode = '91110108551385082Q';

describe('principals and their keys', () => {
  let funnel: Funnel;
  let principals: PrincipalRepository;

  beforeAll(async () => {
    funnel = await Funnel.open();
    principals = funnel.get(PrincipalRepository);
  });

  afterAll(() => funnel.close());

  function wanted(said: Partial<NewPrincipal> = {}): NewPrincipal & { readonly key: string } {
    const { key, hash, hint } = newApiKey();
    const organisation = { name: '高新区管委会', kind: 'host' as const };
    return { organisation, name: 'host service', roles: ['host'], keyHash: hash, keyHint: hint, key, ...said };
  }

  it('finds by its key who was registered', async () => {
    const { key, ...principal } = wanted({ roles: ['operator', 'host'] });
    const { principalId, organisationId } = await principals.register(principal);
    expect(await principals.authenticate(hashApiKey(key))).toEqual({
      principalId,
      organisationId,
      roles: ['host', 'operator'],
    });
    expect(await principals.authenticate(hashApiKey(`${key}x`))).toBeUndefined();
    const [stored] = await funnel.sql('select hash, hint from api_key where principal_id = $1', [principalId]);
    expect(stored).toEqual({ hash: principal.keyHash, hint: key.slice(0, 8) });
  });

  it('registers an organisation once, by credit code or else by name however it is written', async () => {
    const organisationOf = async (organisation: NewPrincipal['organisation']) =>
      (await principals.register(wanted({ organisation }))).organisationId;
    const coded = await organisationOf({ name: '甲公司', kind: 'enterprise', creditCode, regionCode: '370200' });
    expect(await organisationOf({ name: '甲有限公司', kind: 'enterprise', creditCode })).toBe(coded);
    expect(await organisationOf({ id: coded })).toBe(coded);
    const named = await organisationOf({ name: 'ＡＢ  大学', kind: 'institution' });
    expect(await organisationOf({ name: 'ab大学', kind: 'institution' })).toBe(named);
    expect(await funnel.sql('select name, kind, region_code from organisation where id = $1', [coded])).toEqual([
      { name: '甲公司', kind: 'enterprise', region_code: '370200' },
    ]);
  });

  it('registers an organisation once when two do it at the same time', async () => {
    const organisation = { name: '同时登记', kind: 'host' as const };
    const registered = await Promise.all([1, 2, 3].map(() => principals.register(wanted({ organisation }))));
    expect(new Set(registered.map(({ organisationId }) => organisationId)).size).toBe(1);
    expect(new Set(registered.map(({ principalId }) => principalId)).size).toBe(3);
  });

  it('refuses an organisation that does not exist', async () => {
    const organisation = { id: '00000000-0000-4000-8000-000000000000' };
    await expect(principals.register(wanted({ organisation }))).rejects.toMatchObject(notFound);
  });

  it('leaves no principal without a key', async () => {
    const first = wanted();
    await principals.register(first);
    const before = await funnel.count('principal');
    await expect(principals.register({ ...wanted(), keyHash: first.keyHash })).rejects.toThrow('duplicate key');
    expect(await funnel.count('principal')).toBe(before);
  });

  it.each([
    ['is revoked', 'update api_key set revoked_at = now() where principal_id = $1'],
    ['has expired', `update api_key set expires_at = now() - interval '1 second' where principal_id = $1`],
    ['belongs to a disabled principal', 'update principal set disabled_at = now() where id = $1'],
  ])('does not know a key that %s', async (_name, sql) => {
    const principal = wanted();
    const { principalId } = await principals.register(principal);
    await funnel.sql(sql, [principalId]);
    expect(await principals.authenticate(principal.keyHash)).toBeUndefined();
  });

  it('knows a key that has yet to expire, and roles of this release only', async () => {
    const principal = wanted({ roles: ['analyst'] });
    const { principalId } = await principals.register(principal);
    await funnel.sql(`update api_key set expires_at = now() + interval '1 hour' where principal_id = $1`, [
      principalId,
    ]);
    await funnel.sql(`update principal set roles = '{analyst,oracle}' where id = $1`, [principalId]);
    expect(await principals.authenticate(principal.keyHash)).toMatchObject({ roles: ['analyst'] });
  });

  it('lists everybody, newest first, with the organisation and what its key begins with', async () => {
    const names = ['one', 'two', 'three'];
    for (const name of names) await principals.register(wanted({ name }));
    const [newest, second] = await principals.list(undefined, 2);
    const [third] = await principals.list(second!.id, 1);
    expect([third!.name, second!.name, newest!.name]).toEqual(names);
    expect(newest).toStrictEqual({
      id: newest!.id,
      name: 'three',
      roles: ['host'],
      organisation: { id: expect.any(String), name: '高新区管委会', kind: 'host' },
      keyHint: expect.stringMatching(/^tt_.{5}$/),
      createdAt: expect.any(Date),
    });
    expect(await principals.find(newest!.id)).toEqual(newest);
    await expect(principals.find(newest!.organisation.id)).rejects.toMatchObject(notFound);
  });

  describe('in the hands of an operator', () => {
    const by = async () => {
      const { principalId, organisationId } = await principals.register(wanted({ roles: ['operator'] }));
      return { principalId, organisationId, roles: ['operator' as const] };
    };
    const eventsOf = (principalId: string) =>
      funnel.sql('select action, principal_id as by, reason from audit_event where subject_id = $1 order by id', [
        principalId,
      ]);

    it('leave service at once, once, with a reason', async () => {
      const deactivate = new DeactivatePrincipal(principals, funnel.get(UnitOfWork), funnel.get(AuditLog));
      const [operator, principal] = [await by(), wanted()];
      const { principalId } = await principals.register(principal);
      const told = await deactivate.execute(operator, principalId, '已离职');
      expect(told).toMatchObject({ id: principalId, deactivatedAt: expect.any(Date) });
      expect(told).not.toHaveProperty('keyHint');
      expect(await principals.authenticate(principal.keyHash)).toBeUndefined();
      expect(await eventsOf(principalId)).toEqual([
        { action: 'principal.deactivate', by: operator.principalId, reason: '已离职' },
      ]);
      const gone = { kind: 'conflict', code: 'principal.deactivated' };
      await expect(deactivate.execute(operator, principalId, 'again')).rejects.toMatchObject(gone);
      await expect(principals.replaceKey(principalId, wanted())).rejects.toMatchObject(gone);
      await expect(deactivate.execute(operator, operator.organisationId, 'x')).rejects.toMatchObject(notFound);
      await expect(deactivate.execute(operator, operator.principalId, 'x')).rejects.toMatchObject({
        kind: 'conflict',
        code: 'principal.is-caller',
      });
    });

    it('get a new key, and none of the old ones is left', async () => {
      const issue = new IssueKey(principals, funnel.get(UnitOfWork), funnel.get(AuditLog));
      const [operator, principal] = [await by(), wanted()];
      const { principalId } = await principals.register(principal);
      const issued = await Promise.all([1, 2].map(() => issue.execute(operator, principalId)));
      expect(await principals.authenticate(principal.keyHash)).toBeUndefined();
      const known = await Promise.all(issued.map(({ apiKey }) => principals.authenticate(hashApiKey(apiKey))));
      expect(known.filter((scope) => scope?.principalId === principalId)).toHaveLength(1);
      const events = await eventsOf(principalId);
      expect(events).toHaveLength(2);
      expect(events[0]).toMatchObject({ action: 'principal.issue-key', by: operator.principalId });
      await expect(issue.execute(operator, operator.organisationId)).rejects.toMatchObject(notFound);
    });
  });

  it('does not register by name alone what hosts know by its credit code', async () => {
    const register = new RegisterPrincipal(principals, funnel.get(UnitOfWork), funnel.get(AuditLog));
    const organisation = { name: '乙公司', kind: 'enterprise' as const };
    await expect(register.execute(undefined, { organisation, name: 'x', roles: ['enterprise'] })).rejects.toMatchObject(
      {
        kind: 'invalid',
        code: 'organisation.credit-code-required',
      },
    );
    const coded = { ...organisation, creditCode: '91340200MT9990001E' };
    const registered = await register.execute(undefined, { organisation: coded, name: 'x', roles: ['enterprise'] });
    expect(registered.organisation).toEqual({ id: registered.organisationId, name: '乙公司', kind: 'enterprise' });
  });

  it('audits a registration without the key', async () => {
    const register = new RegisterPrincipal(principals, funnel.get(UnitOfWork), funnel.get(AuditLog));
    const organisation = { name: '首家', kind: 'operator' as const };
    const registered = await register.execute(undefined, { organisation, name: 'first', roles: ['operator'] });
    expect(await principals.authenticate(hashApiKey(registered.apiKey))).toMatchObject({ roles: ['operator'] });
    const events = await funnel.sql('select * from audit_event where subject_id = $1', [registered.principalId]);
    expect(events).toHaveLength(1);
    expect(JSON.stringify(events)).not.toContain(registered.apiKey);
  });
});
