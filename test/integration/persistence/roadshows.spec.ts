import { AuditLog, UnitOfWork } from '@throughtrain/domain';
import { ProfileReader } from '@throughtrain/engagement';
import { RoadshowRepository, UnenrolEnterprise, WeightProfileRepository } from '@throughtrain/matching';
import { weightProfile1, weightSettings } from '@throughtrain/ranking';
import { domainError, Funnel, notFound, roadshowContent } from './funnel-fixture';

describe('roadshows and what they are ranked by', () => {
  let funnel: Funnel;
  let roadshows: RoadshowRepository;

  beforeAll(async () => {
    funnel = await Funnel.open();
    roadshows = funnel.get(RoadshowRepository);
  });
  afterAll(() => funnel.close());

  it('come back as they were described', async () => {
    const host = await funnel.organisation();
    const content = roadshowContent({ brief: '“引号”、\t制表', regionCode: '330100', domains: ['3.1', '1.2'] });
    const id = await roadshows.add(host, content);
    await expect(roadshows.find(host, id)).resolves.toStrictEqual({ id, content, createdAt: expect.any(Date) });
  });

  it('are listed newest first, in pages, for their host only', async () => {
    const [host, other] = [await funnel.organisation(), await funnel.organisation()];
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift(await funnel.roadshow(host));
    const foreign = await funnel.roadshow(other);
    const first = await roadshows.list(host, undefined, 2);
    const rest = await roadshows.list(host, first[1]!.id, 5);
    expect([...first, ...rest].map(({ id }) => id)).toEqual(ids);
    await expect(roadshows.list(host, foreign, 5)).resolves.toEqual([]);
    // Made at one moment, they still have one order.
    await funnel.sql('update roadshow set created_at = now() where host_id = $1', [host.organisationId]);
    const seen: string[] = [];
    for (let page = await roadshows.list(host, undefined, 2); page.length > 0;) {
      seen.push(...page.map(({ id }) => id));
      page = await roadshows.list(host, page.at(-1)!.id, 2);
    }
    expect(seen.sort()).toEqual([...ids].sort());
    await expect(roadshows.find(other, ids[0]!)).rejects.toMatchObject(notFound);
    await expect(roadshows.enrolments(other, ids[0]!)).rejects.toMatchObject(notFound);
  });

  it('enrol enterprises of the host once, and say which ones it has not brought in', async () => {
    const [host, other] = [await funnel.organisation(), await funnel.organisation()];
    const [first, second] = [
      await funnel.enterprise(host, { name: '甲' }),
      await funnel.enterprise(host, { name: '乙' }),
    ];
    const foreign = await funnel.enterprise(other);
    await funnel.demand(host, first);
    await funnel.demand(host, first);
    const roadshowId = await funnel.roadshow(host);

    const wanted = [first.externalId, foreign.externalId, second.externalId, 'nobody'];
    const unknown = [foreign.externalId, 'nobody'];
    await expect(roadshows.enrol(host, roadshowId, wanted)).resolves.toEqual(unknown);
    await expect(roadshows.enrol(host, roadshowId, [first.externalId, first.externalId])).resolves.toEqual([]);
    await expect(roadshows.enrol(host, roadshowId, [])).resolves.toEqual([]);
    const enrolments = [
      { enterpriseId: first.organisationId, externalId: first.externalId, name: '甲', demands: 2 },
      { enterpriseId: second.organisationId, externalId: second.externalId, name: '乙', demands: 0 },
    ];
    await expect(roadshows.enrolments(host, roadshowId)).resolves.toEqual(enrolments);
    await expect(roadshows.enrol(other, roadshowId, [foreign.externalId])).rejects.toMatchObject(notFound);
    await expect(funnel.count('enrolment', 'roadshow_id = $1', [roadshowId])).resolves.toBe(2);
  });

  it('let an enterprise go until a shortlist is frozen', async () => {
    const scene = await funnel.scene();
    const { host, roadshowId } = scene;
    const enterpriseId = scene.enterprise.organisationId;
    const unenrol = new UnenrolEnterprise(roadshows, funnel.get(UnitOfWork), funnel.get(AuditLog));
    const other = await funnel.organisation();
    await expect(unenrol.execute(other, roadshowId, enterpriseId)).rejects.toMatchObject(notFound);
    await expect(unenrol.execute(host, roadshowId, other.organisationId)).rejects.toMatchObject(notFound);
    await unenrol.execute(host, roadshowId, enterpriseId);
    await expect(roadshows.enrolments(host, roadshowId)).resolves.toEqual([]);
    await expect(unenrol.execute(host, roadshowId, enterpriseId)).rejects.toMatchObject(notFound);
    const events = await funnel.sql(
      `select before, principal_id as by from audit_event where action = 'roadshow.unenrol' and subject_id = $1`,
      [roadshowId],
    );
    expect(events).toEqual([{ before: { enterpriseId }, by: host.principalId }]);

    const pushed = await funnel.scene();
    await funnel.pushed(pushed);
    await expect(
      unenrol.execute(pushed.host, pushed.roadshowId, pushed.enterprise.organisationId),
    ).rejects.toMatchObject(domainError('conflict', 'roadshow.shortlist-frozen'));
    await expect(roadshows.enrolments(pushed.host, pushed.roadshowId)).resolves.toHaveLength(1);
  });

  it('take the published profile of the highest version', async () => {
    const profiles = funnel.get(WeightProfileRepository);
    await expect(profiles.find(1)).resolves.toEqual({
      profile: weightProfile1,
      settings: weightSettings,
      state: 'published',
    });
    const bands = { 'band.shown': 0.25, 'band.related': 0.35 };
    await expect(profiles.current()).resolves.toMatchObject({
      profile: { version: 3, values: { ...weightProfile1.values, ...bands } },
      state: 'published',
      bands: { version: 1 },
    });
    const settings = weightSettings.map((setting) => ({
      ...setting,
      value: setting.key === 'pick.reserves' ? 7 : setting.value,
    }));
    await funnel.sql(`insert into weight_profile (version, state, settings) values (4, 'draft', $1)`, [
      JSON.stringify(settings),
    ]);
    await expect(profiles.current()).resolves.toMatchObject({ profile: { version: 3 } });
    await expect(profiles.find(4)).resolves.toMatchObject({
      state: 'draft',
      profile: { values: { 'pick.reserves': 7 } },
    });
    await funnel.sql(`update weight_profile set state = 'published' where version = 4`);
    await expect(profiles.current()).resolves.toMatchObject({ profile: { version: 4 } });
    await expect(funnel.get(ProfileReader).read(1)).resolves.toEqual(weightProfile1);
    await expect(profiles.find(9)).rejects.toMatchObject(notFound);
    await expect(funnel.get(ProfileReader).read(9)).rejects.toMatchObject(notFound);
  });
});
