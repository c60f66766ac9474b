import { IntentRepository } from '@throughtrain/engagement';
import { HostDemands, MatchRunRepository } from '@throughtrain/matching';
import { Funnel, notFound, testAnalyser, type Scene } from './funnel-fixture';

describe('demands of a host', () => {
  let funnel: Funnel;
  let demands: HostDemands;
  let scene: Scene;

  beforeAll(async () => {
    funnel = await Funnel.open();
    demands = funnel.get(HostDemands);
  });
  afterAll(() => funnel.close());
  beforeEach(async () => {
    scene = await funnel.scene();
  });

  const all = (most: number) => demands.all(scene.host, most, testAnalyser);

  it('are told as a run pins them, one or all, enrolled or not', async () => {
    const options = { now: new Date(), newcomerMonths: 24, analyserVersion: testAnalyser };
    const pinned = await funnel.get(MatchRunRepository).snapshot(scene.host, scene.roadshowId, options);
    await funnel.sql(
      `insert into encoding (analyser_version, encoder_version, state, in_force_since) values ($1, 'e-1', 'completed', now())`,
      [testAnalyser],
    );
    expect(await demands.one(scene.host, scene.demandId, testAnalyser)).toEqual({
      libraryPosition: expect.stringMatching(/^\d+:\d+$/),
      encoderVersion: 'e-1',
      demands: pinned.demands,
      declined: [],
    });
    const notEnrolled = await funnel.enterprise(scene.host);
    const other = await funnel.demand(scene.host, notEnrolled);
    await funnel.reviseDemand(scene.host, other, 2, { title: 'changed' });
    const { demands: told } = await all(10);
    expect(told.map(({ id, revision }) => [id, revision])).toEqual(
      [
        [scene.demandId, 1],
        [other, 2],
      ].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
    expect((await all(1)).demands).toEqual(told.slice(0, 1));
  });

  it('know what their enterprises declined for this host', async () => {
    const { invitationId } = await funnel.pushed(scene);
    const [first, second] = scene.projectIds as [string, string];
    for (const [projectId, level] of [
      [first, 0],
      [second, 3],
    ] as const) {
      const answer = { level, modes: [], reasonCodes: [] };
      await funnel.get(IntentRepository).answer(scene.enterprise, invitationId, projectId, answer, '2026-06-01');
    }
    const declined = [[scene.enterprise.organisationId, first]];
    expect(await demands.one(scene.host, scene.demandId, testAnalyser)).toMatchObject({ declined });
    expect(await all(10)).toMatchObject({ declined });
    // What the enterprise told one host, another does not know; nor does a demand of another enterprise ask for it.
    const { host } = await funnel.scene();
    const there = await funnel.enterprise(host, {}, scene.enterprise);
    const demandThere = await funnel.demand(host, there);
    expect(await demands.one(host, demandThere, testAnalyser)).toMatchObject({ declined: [] });
    const neighbour = await funnel.demand(scene.host, await funnel.enterprise(scene.host));
    expect(await demands.one(scene.host, neighbour, testAnalyser)).toMatchObject({ declined: [] });
  });

  it('are not known to another host', async () => {
    const { host, demandId } = await funnel.scene();
    await expect(demands.one(scene.host, demandId, testAnalyser)).rejects.toMatchObject(notFound);
    await expect(demands.one(host, scene.demandId, testAnalyser)).rejects.toMatchObject(notFound);
    expect((await all(10)).demands.map(({ id }) => id)).toEqual([scene.demandId]);
  });
});
