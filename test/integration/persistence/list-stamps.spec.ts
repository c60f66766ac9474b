import { PickListRepository, PushRepository } from '@throughtrain/engagement';
import { ShortlistRepository } from '@throughtrain/matching';
import { Funnel, notFound, type Scene } from './funnel-fixture';

/** What readers keep of a list holds for as long as its stamp stays the same. */
describe('stamps of lists', () => {
  let funnel: Funnel;
  let shortlists: ShortlistRepository;
  let picks: PickListRepository;
  let scene: Scene;
  let shortlistId: string;
  let pickListId: string;

  beforeAll(async () => {
    funnel = await Funnel.open();
    [shortlists, picks] = [funnel.get(ShortlistRepository), funnel.get(PickListRepository)];
  });
  afterAll(() => funnel.close());

  beforeEach(async () => {
    scene = await funnel.scene();
    ({ shortlistId } = await funnel.shortlist(scene));
    pickListId = await addPicks();
  });

  const addPicks = (): Promise<string> =>
    picks.add(scene.host, scene.roadshowId, {
      profileVersion: 1,
      requested: 12,
      limits: [],
      picks: [
        {
          position: 1,
          projectId: scene.projectIds[0]!,
          revision: 1,
          score: 0.5,
          terms: [],
          reasons: [],
          answers: { count: 0, interested: 0 },
          pinned: false,
        },
      ],
      reserves: [],
    });

  const ofShortlist = () => shortlists.stamp(scene.host, shortlistId);
  const ofPicks = () => picks.stamp(scene.host, pickListId);
  const ofPublished = () => picks.publishedStamp(scene.host, scene.roadshowId);
  const stamps = async () => [await ofShortlist(), await ofPicks(), await ofPublished()];

  /** Whether the stamps of shortlist, pick list and published list have changed. */
  async function changedBy(act: () => Promise<unknown>): Promise<boolean[]> {
    const before = await stamps();
    await act();
    const after = await stamps();
    return after.map((stamp, at) => stamp !== before[at]);
  }

  it('stay while nothing of a list changes, whatever else does', async () => {
    await picks.publish(scene.host, pickListId);
    const elsewhere = await funnel.project(scene.owner);
    const other = await funnel.scene();
    expect(
      await changedBy(async () => {
        await funnel.revise(scene.owner, elsewhere, 2, {}, 'sealed');
        await funnel.pushed(other);
      }),
    ).toEqual([false, false, false]);
  });

  it.each(['sealed', 'withdrawn'] as const)('change when a project of theirs is %s', async (status) => {
    await picks.publish(scene.host, pickListId);
    const [listed, picked] = [scene.projectIds[1]!, scene.projectIds[0]!];
    expect(await changedBy(() => funnel.revise(scene.owner, listed, 2, {}, status))).toEqual([true, false, false]);
    expect(await changedBy(() => funnel.revise(scene.owner, picked, 2, {}, status))).toEqual([true, true, true]);
    expect(await changedBy(() => funnel.revise(scene.owner, picked, 3, {}))).toEqual([true, true, true]);
  });

  it('change with a purge', async () => {
    await picks.publish(scene.host, pickListId);
    expect(await changedBy(() => funnel.sql('update library_home set purges = purges + 1'))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('of a shortlist change when it is frozen', async () => {
    await picks.publish(scene.host, pickListId);
    expect(await changedBy(() => funnel.get(PushRepository).freeze(scene.host, shortlistId, undefined))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('of pick lists change when a version is published', async () => {
    const draft = await ofPicks();
    await expect(ofPublished()).rejects.toMatchObject(notFound);
    await picks.publish(scene.host, pickListId);
    expect(await ofPicks()).not.toBe(draft);
    expect(await ofPublished()).toBe(await ofPicks());
    const next = await addPicks();
    expect(await changedBy(() => picks.publish(scene.host, next))).toEqual([false, true, true]);
    expect(await ofPublished()).toBe(await picks.stamp(scene.host, next));
  });

  it('are told to the host of a list alone, also to those who ask at the same time', async () => {
    await picks.publish(scene.host, pickListId);
    const { host: stranger } = await funnel.scene();
    const told = await Promise.allSettled([
      shortlists.stamp(stranger, shortlistId),
      ofShortlist(),
      picks.stamp(stranger, pickListId),
      ofPicks(),
      picks.publishedStamp(stranger, scene.roadshowId),
      ofPublished(),
    ]);
    expect(told.map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    for (const one of told) if (one.status === 'rejected') expect(one.reason).toMatchObject(notFound);
  });
});
