import type { ExpertScoreInput } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { ExpertScoreStore, type StoreOutcome } from '@throughtrain/ingestion';
import { MatchRunRepository } from '@throughtrain/matching';
import { Funnel, notFound } from './funnel-fixture';

const score = (rater: string, said: Partial<ExpertScoreInput> = {}): ExpertScoreInput => ({
  rater,
  lead: 80,
  scoredOn: '2026-05-01',
  conflict: 'none',
  ...said,
});

describe('expert scores', () => {
  let funnel: Funnel;
  let scores: ExpertScoreStore;
  let analysts: Scope;
  let owner: Scope;
  let projectId: string;

  beforeAll(async () => {
    funnel = await Funnel.open();
    scores = funnel.get(ExpertScoreStore);
  });
  afterAll(() => funnel.close());
  beforeEach(async () => {
    analysts = { ...(await funnel.organisation()), roles: ['analyst'] };
    owner = { ...(await funnel.organisation('institution')), roles: ['owner'] };
    projectId = await funnel.project(owner);
  });

  const add = async (given: ExpertScoreInput, by: Scope = analysts): Promise<StoreOutcome | undefined> =>
    (await scores.add(by, [{ project: { projectId }, score: given }]))[0];
  const codeOf = (outcome: StoreOutcome | undefined) => (typeof outcome === 'object' ? outcome.code : outcome);

  it('sums up the latest score of each expert, and tells single ones to the organisation that asked alone', async () => {
    expect(await add(score('E-1', { lead: 90, feasibility: 60 }))).toBe('created');
    expect(await add(score('E-2', { lead: 70, feasibility: 40, prospect: 55 }))).toBe('created');
    expect(await add(score('E-1', { lead: 80, scoredOn: '2026-05-02' }))).toBe('created');
    const summary = {
      raters: 2,
      lead: { mean: 75, lowest: 70, highest: 80, raters: 2 },
      feasibility: { mean: 40, lowest: 40, highest: 40, raters: 1 },
      prospect: { mean: 55, lowest: 55, highest: 55, raters: 1 },
    };
    const asked = await scores.of(analysts, projectId);
    expect(asked).toMatchObject(summary);
    expect(asked.own.map(({ rater, lead, isCounted }) => [rater, lead, isCounted])).toEqual([
      ['E-1', 80, true],
      ['E-2', 70, true],
      ['E-1', 90, false],
    ]);
    expect(await scores.of(owner, projectId)).toEqual({ ...summary, own: [] });
    const others: Scope = { ...(await funnel.organisation()), roles: ['analyst'] };
    expect(await scores.of(others, projectId)).toEqual({ ...summary, own: [] });
    await expect(scores.of({ ...(await funnel.organisation()), roles: ['agency'] }, projectId)).rejects.toMatchObject(
      notFound,
    );
  });

  it('holds experts of two organisations under one code apart', async () => {
    const others: Scope = { ...(await funnel.organisation()), roles: ['analyst'] };
    await add(score('E-1', { lead: 100 }));
    await add(score('E-1', { lead: 50 }), others);
    expect(await scores.of(analysts, projectId)).toMatchObject({ raters: 2, lead: { mean: 75 } });
  });

  it('takes the same score twice for one, and the day before as what it is', async () => {
    expect(await add(score('E-1'))).toBe('created');
    expect(await add(score('E-1'))).toBe('unchanged');
    expect(await add(score('E-1', { lead: 10, scoredOn: '2026-04-01' }))).toBe('created');
    expect(await scores.of(analysts, projectId)).toMatchObject({ raters: 1, lead: { mean: 80 } });
    expect(await funnel.count('expert_score', 'project_id = $1', [projectId])).toBe(2);
  });

  it('keeps a score with a declared conflict and does not count it', async () => {
    await add(score('E-1', { conflict: 'declared' }));
    const { raters, own } = await scores.of(analysts, projectId);
    expect([raters, own.map(({ isCounted }) => isCounted)]).toEqual([0, [false]]);
  });

  it('refuses an expert of the institution or its group who declares nothing, also when the expert moved there before', async () => {
    const [institution] = await funnel.sql<{ id: string }>(
      `insert into organisation (identity, name, kind, group_name) values ('name:甲院', '甲院', 'institution', '甲集团') returning id`,
    );
    await funnel.revise(owner, projectId, 2, { institution: { name: '甲院', group: '甲集团' } });
    await funnel.sql(
      `insert into organisation (identity, name, kind, group_name) values ('name:甲厂', '甲厂', 'institution', '甲集团')`,
    );
    const revised = await funnel.project(owner);
    await funnel.sql(
      `insert into project_revision (project_id, revision, status, content, content_hash, institution_id, recorded_by)
       values ($1, 2, 'active', '{"institution": {"name": "甲院", "group": "甲集团"}}', '\\x00', $2, $3)`,
      [revised, institution!.id, owner.principalId],
    );
    projectId = revised;
    const own = { raterInstitution: { name: '甲 院' } };
    expect(codeOf(await add(score('E-1', own)))).toBe('expert-score.conflict-of-interest');
    expect(codeOf(await add(score('E-2', { raterInstitution: { name: '甲厂' } })))).toBe(
      'expert-score.conflict-of-interest',
    );
    expect(await add(score('E-1', { ...own, conflict: 'declared' }))).toBe('created');
    expect(codeOf(await add(score('E-1', { scoredOn: '2026-05-02' })))).toBe('expert-score.conflict-of-interest');
    expect(await add(score('E-3', { raterInstitution: { name: '乙院' } }))).toBe('created');
  });

  it('refuses a day that has not come and a project that nobody can judge', async () => {
    expect(codeOf(await add(score('E-1', { scoredOn: '2999-01-01' })))).toBe('expert-score.in-the-future');
    await funnel.revise(owner, projectId, 2, {}, 'withdrawn');
    expect(codeOf(await add(score('E-1')))).toBe('expert-score.project-unknown');
    const [byKey] = await scores.add(analysts, [
      { project: { channel: 'open-call', externalId: 'nowhere' }, score: score('E-1') },
    ]);
    expect(codeOf(byKey)).toBe('expert-score.project-unknown');
  });

  it('judges a batch by the keys of the channel, row by row', async () => {
    const other = await funnel.project(owner, { channel: 'agency', externalId: 'K-1' });
    const outcomes = await scores.add(analysts, [
      { project: { channel: 'agency', externalId: 'K-1' }, score: score('E-1', { lead: 1 }) },
      { project: { channel: 'agency', externalId: 'K-2' }, score: score('E-1') },
      { project: { projectId }, score: score('E-1', { lead: 3 }) },
    ]);
    expect(outcomes.map(codeOf)).toEqual(['created', 'expert-score.project-unknown', 'created']);
    expect(await scores.of(analysts, other)).toMatchObject({ lead: { mean: 1 } });
  });

  it('tells a run what was recorded below its position, whatever came later', async () => {
    await add(score('E-1', { lead: 90 }));
    const before = await funnel.settledPosition();
    await add(score('E-1', { lead: 10, scoredOn: '2026-05-09' }));
    const runs = funnel.get(MatchRunRepository);
    const read = async (position: string) =>
      (await runs.expertScores(position, [projectId]))
        .get(projectId)
        ?.map(({ lead, hasConflict }) => [lead, hasConflict]);
    expect(await read(before)).toEqual([[90, false]]);
    expect(await read(await funnel.settledPosition())).toEqual([[10, false]]);
    expect(await runs.expertScores(before, [])).toEqual(new Map());
  });

  it('never changes what was said', async () => {
    await add(score('E-1'));
    await expect(funnel.sql('update expert_score set lead = 100')).rejects.toThrow('never changed');
    await expect(funnel.sql('delete from expert_score')).rejects.toThrow('never changed');
  });
});
