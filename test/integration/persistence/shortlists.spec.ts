import { ShortlistRepository, type EntryResult } from '@throughtrain/matching';
import { tellBands, weightProfile1 } from '@throughtrain/ranking';
import fc from 'fast-check';
import { entry, Funnel, notFound, runResult, type Scene } from './funnel-fixture';

/** As a list has it: of its matches the best alone. */
const listed = ({ terms: _terms, matches, ...shown }: EntryResult) => ({
  ...shown,
  best: matches[0],
  matchCount: matches.length,
});

describe('shortlists', () => {
  let funnel: Funnel;
  let shortlists: ShortlistRepository;
  let scene: Scene;

  beforeAll(async () => {
    funnel = await Funnel.open();
    shortlists = funnel.get(ShortlistRepository);
  });
  afterAll(() => funnel.close());
  beforeEach(async () => {
    scene = await funnel.scene();
  });

  it('show entries by rank, in the words of the revision that the run ranked', async () => {
    const told = {
      title: '石墨烯',
      summary: '摘要',
      keywords: ['导热'],
      hteCodes: ['40101', '40102'],
      stage: 'intermediate' as const,
      trl: 7,
      programme: '国家重点研发计划',
      patents: ['申请中', 'ZL201910000001.X'],
      cooperation: ['licence' as const],
      institution: { name: '某大学' },
    };
    const pinned = await funnel.project(scene.owner, told);
    const [plain, viaAgency, viaCall] = [
      scene.projectIds[0]!,
      await funnel.project(scene.owner, { channel: 'agency' }),
      await funnel.project(scene.owner, { channel: 'targeted-call' }),
    ];
    const entries = [
      entry(scene, plain, { rank: 2, score: 0.25 }),
      entry(scene, pinned, { rank: 1, score: 0.75, duplicateIds: [viaCall, viaAgency] }),
    ];
    const [shortlist] = runResult(scene).shortlists;
    const { shortlistId } = await funnel.shortlist(
      scene,
      runResult(scene, { shortlists: [{ ...shortlist!, entries }] }),
    );
    await funnel.revise(scene.owner, pinned, 2, { title: 'said later' });
    await funnel.reviseDemand(scene.host, scene.demandId, 2, { title: 'said later' });

    const [first, second, ...more] = await shortlists.entries(scene.host, shortlistId);
    expect(more).toEqual([]);
    const shown = {
      status: 'active',
      title: '石墨烯',
      summary: '摘要',
      institution: '某大学',
      subDomain: '40101',
      stage: 'intermediate',
      trl: 7,
      programme: '国家重点研发计划',
      patents: 1,
      cooperation: ['licence'],
      channel: 'open-call',
      otherChannels: ['agency', 'targeted-call'],
    };
    expect(first).toStrictEqual({ ...listed(entries[1]!), ...shown });
    expect(second).toStrictEqual({
      ...listed(entries[0]!),
      status: 'active',
      title: 'first',
      summary: 'a project',
      patents: 0,
      cooperation: [],
      channel: 'open-call',
      otherChannels: [],
    });
    await expect(shortlists.entry(scene.host, shortlistId, pinned)).resolves.toStrictEqual({
      ...entries[1],
      ...shown,
      bands: tellBands(weightProfile1, undefined, { relevanceVersion: '1' }),
      texts: {
        projects: new Map([[pinned, { title: '石墨烯', summary: '摘要', keywords: ['导热'] }]]),
        demands: new Map([[scene.demandId, { title: 'need', summary: 'a demand', keywords: [] }]]),
      },
    });
    await expect(shortlists.entry(scene.host, shortlistId, viaCall)).rejects.toMatchObject(notFound);
  });

  it('say that an entry was withdrawn since, and tell nothing of one that was sealed', async () => {
    const [withdrawn, sealed] = scene.projectIds as [string, string];
    const [shortlist] = runResult(scene).shortlists;
    const entries = [entry(scene, withdrawn, { rank: 1 }), entry(scene, sealed, { rank: 2 })];
    const { shortlistId } = await funnel.shortlist(
      scene,
      runResult(scene, { shortlists: [{ ...shortlist!, entries }] }),
    );
    await funnel.revise(scene.owner, withdrawn, 2, {}, 'withdrawn');
    await funnel.revise(scene.owner, sealed, 2, { title: '不可公开' }, 'sealed');
    const shown = await shortlists.entries(scene.host, shortlistId);
    expect(shown).toMatchObject([
      { status: 'withdrawn', title: 'first', best: { demandTitle: 'need' } },
      { status: 'sealed', title: '（已封存）', summary: '', matchCount: 0, reasons: [] },
    ]);
    const { texts } = await shortlists.entry(scene.host, shortlistId, sealed);
    expect([...texts.projects.values()]).toEqual([{ title: '（已封存）', summary: '', keywords: [] }]);
    expect(shown[1]).not.toHaveProperty('best');
    expect(JSON.stringify(shown[1])).not.toMatch(/不可公开|second|石墨烯/);
  });

  it('keep every number as it was computed', async () => {
    const value = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 4, maxLength: 4 }), async ([score, term, weight, match]) => {
        const [shortlist] = runResult(scene).shortlists;
        const given = entry(scene, scene.projectIds[0]!, {
          score: score!,
          terms: [{ feature: 'best', value: term!, weight: weight!, known: true }],
          matches: entry(scene, '').matches.map((found) => ({ ...found, match: match! })),
        });
        const result = runResult(scene, { shortlists: [{ ...shortlist!, entries: [given] }] });
        const { shortlistId } = await funnel.shortlist(scene, result);
        const read = await shortlists.entry(scene.host, shortlistId, given.projectId);
        expect([read.score, read.terms, read.matches]).toEqual([given.score, given.terms, given.matches]);
      }),
      { numRuns: 25 },
    );
  });

  it('come one for each domain of the run', async () => {
    const [shortlist] = runResult(scene).shortlists;
    const both = ['3.1', '1.2'].map((domain) => ({ ...shortlist!, domain }));
    const { runId } = await funnel.shortlist(scene, runResult(scene, { shortlists: both }));
    const heads = await shortlists.ofRun(scene.host, runId);
    expect(heads.map(({ domain }) => domain)).toEqual(['1.2', '3.1']);
    expect(heads[0]).toStrictEqual({
      id: expect.any(String),
      runId,
      roadshowId: scene.roadshowId,
      domain: '1.2',
      size: 100,
      state: 'draft',
      entries: 3,
      limits: [],
      uncovered: [],
    });
    await expect(shortlists.find(scene.host, heads[1]!.id)).resolves.toStrictEqual(heads[1]);
  });

  it('are not there for another host', async () => {
    const { runId, shortlistId } = await funnel.shortlist(scene);
    const other = (await funnel.scene()).host;
    await expect(shortlists.ofRun(other, runId)).rejects.toMatchObject(notFound);
    await expect(shortlists.find(other, shortlistId)).rejects.toMatchObject(notFound);
    await expect(shortlists.entries(other, shortlistId)).rejects.toMatchObject(notFound);
    await expect(shortlists.entry(other, shortlistId, scene.projectIds[0]!)).rejects.toMatchObject(notFound);
  });
});
