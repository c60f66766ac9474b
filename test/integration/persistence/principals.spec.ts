import {
  hashApiKey,
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
