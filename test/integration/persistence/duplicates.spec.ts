import { groupDuplicates, UnitOfWork, type Scope } from '@throughtrain/domain';
import {
  DecideDuplicates,
  DescribeDuplicates,
  DuplicateReview,
  DuplicateSearchRepository,
  DuplicateStore,
  FindDuplicates,
  ImportSettings,
  ProjectStore,
  type DuplicateState,
} from '@throughtrain/ingestion';
import { LibraryFeed } from '@throughtrain/matching';
import { AuditLog, Clock } from '@throughtrain/domain';
import { Funnel, notFound } from './funnel-fixture';

const told = (title: string, summary: string, patents: string[] = []) => ({
  title,
  summary,
  patents,
  keywords: [],
  language: 'zh' as const,
  institution: { name: '恒川稀土研究院' },
});
const figures = '铽用量降低42%，矫顽力提高9.6kOe，片厚1.8mm，月产12吨。';

describe('duplicates', () => {
  let funnel: Funnel;
  let decide: DecideDuplicates;
  let review: DuplicateReview;
  let [one, other, stranger, operator]: [Scope, Scope, Scope, Scope] = [] as never;
  /** Two of one organisation, then one of another; a and c are alike, b is a result of the series. */
  let [a, b, c]: [string, string, string] = [] as never;

  beforeEach(async () => {
    funnel = await Funnel.open();
    review = funnel.get(DuplicateReview);
    decide = new DecideDuplicates(review, funnel.get(DuplicateStore), funnel.get(UnitOfWork), funnel.get(AuditLog));
    one = await funnel.organisation('institution');
    other = await funnel.organisation('institution');
    stranger = await funnel.organisation('institution');
    operator = { ...(await funnel.organisation()), roles: ['operator'] };
    a = await funnel.project(one, told('钕铁硼晶界扩散工艺', figures));
    b = await funnel.project(one, told('钕铁硼晶界扩散装备', '靶材利用率88.5%，节拍3.6分钟。'));
    c = await funnel.project(other, { ...told('少用重稀土的磁钢', figures), channel: 'agency' });
    await search();
  });

  afterEach(() => funnel.close());

  async function search(): Promise<void> {
    const searches = funnel.get(DuplicateSearchRepository);
    const searchId = await searches.request(operator, 'changed');
    await new FindDuplicates(
      searches,
      funnel.get(DuplicateStore),
      funnel.get(UnitOfWork),
      new ImportSettings(60_000),
    ).execute({ searchId });
  }

  const list = (scope: Scope, state: DuplicateState = 'suggested', limit = 10) =>
    review.list(scope, state, undefined, limit);
  const describeGroup = (scope: Scope, id: string) =>
    new DescribeDuplicates(review, funnel.get(Clock)).execute(scope, id);

  it('suggests a pair to both submitters and to operators, each with what is theirs', async () => {
    const [pair] = await list(one);
    expect(await list(one)).toHaveLength(1);
    expect(pair).toMatchObject({ class: 'likely', evidence: { institution: 'same', figures: expect.any(Array) } });
    const [own, foreign] = [true, false].map((isOwn) => pair!.members.find((member) => member.isOwn === isOwn));
    expect(own).toMatchObject({ projectId: a, title: '钕铁硼晶界扩散工艺' });
    expect(foreign).toEqual({
      isOwn: false,
      channel: 'agency',
      status: 'active',
      title: '少用重稀土的磁钢',
      institution: '恒川稀土研究院',
    });
    const [seen] = await list(operator);
    expect(seen!.members.map(({ projectId }) => projectId).sort()).toEqual([a, c].sort());
    expect(await list(stranger)).toEqual([]);
  });

  it('goes from the surest down, page by page', async () => {
    await funnel.project(one, told('钕铁硼晶界扩散工艺', figures));
    await funnel.project(other, { ...told('磁钢', figures), channel: 'agency' });
    await search();
    const whole = await list(operator);
    expect(whole.length).toBeGreaterThan(2);
    const scores = whole.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((x, y) => y - x));
    const paged = [];
    for (let place = undefined as (typeof whole)[number]['place'] | undefined; ;) {
      const [next] = await review.list(operator, 'suggested', place, 1);
      if (next === undefined) break;
      paged.push(next);
      place = next.place;
    }
    expect(paged).toEqual(whole);
  });

  it('lets submitters decide about their own, operators about all, and nobody else', async () => {
    await expect(decide.merge(one, [a, c], 'x')).rejects.toMatchObject(notFound);
    await expect(decide.merge(stranger, [a, b], 'x')).rejects.toMatchObject(notFound);
    expect(await funnel.count('duplicate_decision')).toBe(0);
    await decide.merge(one, [a, b], '同一成果');
    await decide.merge(operator, [a, c], '同一成果');
    expect(await list(operator, 'joined')).toHaveLength(2);
    expect(await list(operator)).toEqual([]);
    expect(await funnel.count('audit_event', `action = 'duplicates.merge' and reason = '同一成果'`)).toBe(2);
  });

  it('tells the group of a project, its head and why, and what was decided', async () => {
    await decide.merge(operator, [a, c], '同一成果');
    await funnel.revise(one, a, 2, { ...told('钕铁硼晶界扩散工艺', figures), keywords: ['磁钢'] });
    const group = await describeGroup(one, a);
    expect(group).toMatchObject({ because: 'more-keywords', isHeld: false });
    expect(group.members.map(({ title, projectId }) => [title, projectId])).toEqual([
      ['钕铁硼晶界扩散工艺', a],
      ['少用重稀土的磁钢', undefined],
    ]);
    expect(group.history).toEqual([
      { verdict: 'merge', byHand: true, decidedAt: expect.any(Date), other: expect.objectContaining({ isOwn: false }) },
    ]);
    expect((await describeGroup(operator, a)).history).toMatchObject([{ reason: '同一成果' }]);
    await decide.split(operator, [c, a], '两个成果');
    expect((await describeGroup(one, a)).members).toHaveLength(1);
    await expect(describeGroup(stranger, a)).rejects.toMatchObject(notFound);
    await expect(describeGroup(one, c)).rejects.toMatchObject(notFound);
  });

  it('finds the whole group through numbers and decisions', async () => {
    const d = await funnel.project(one, told('丁', '无', ['ZL202010000101.4', 'ZL202010000202.9']));
    const e = await funnel.project(other, { ...told('戊', '无', ['ZL202010000101.4']), channel: 'agency' });
    const f = await funnel.project(stranger, { ...told('己', '无', ['ZL202010000202.9']), channel: 'agency' });
    await search();
    await decide.merge(operator, [f, b], '同一成果');
    expect((await describeGroup(operator, e)).members.map(({ projectId }) => projectId).sort()).toEqual(
      [b, d, e, f].sort(),
    );
    await decide.split(operator, [d, e], '两个成果');
    expect((await describeGroup(operator, e)).members.map(({ projectId }) => projectId)).toEqual([e]);
  });

  it('shows runs the decisions below their position, also after later ones', async () => {
    const feed = funnel.get(LibraryFeed);
    const groupsAt = async (position: string) => {
      const projects = [];
      for await (const batch of feed.changes({ to: position }, { analyserVersion: 'any' })) projects.push(...batch);
      const decisions = await feed.decisions(position);
      return groupDuplicates(
        projects.map(({ project }) => project),
        decisions,
      ).map(({ memberIds }) => memberIds.toSorted());
    };
    const before = await funnel.settledPosition();
    await decide.merge(operator, [a, c], '同一成果');
    const merged = await funnel.settledPosition();
    await decide.merge(operator, [a, b], '同一成果');
    await decide.split(operator, [a, c], '两个成果');
    const after = await funnel.settledPosition();
    const expected = [[], [[a, c].sort()], [[a, b].sort()]];
    expect([await groupsAt(before), await groupsAt(merged), await groupsAt(after)]).toEqual(expected);
    await expect(feed.decisions('1:7')).rejects.toMatchObject({ code: 'library.position-foreign' });
  });

  it('lets the newest decision of a person stand, whatever the rule says later', async () => {
    await decide.merge(operator, [a, c], '同一成果');
    await decide.split(operator, [a, c], '两个成果');
    await funnel.revise(other, c, 2, { ...told('钕铁硼晶界扩散工艺', figures), channel: 'agency' });
    await search();
    const [decision] = await funnel.get(LibraryFeed).decisions(await funnel.settledPosition());
    expect(decision).toMatchObject({ verdict: 'split', byHand: true });
    expect(await list(operator, 'joined')).toEqual([]);
    expect(await list(operator, 'split')).toMatchObject([{ class: 'certain', decision: { verdict: 'split' } }]);
  });

  it('keeps decisions as they were made', async () => {
    await decide.merge(operator, [a, c], '同一成果');
    await expect(funnel.sql('delete from duplicate_decision')).rejects.toThrow('never changed or deleted');
  });

  it('tells operators alone what a sealed project holds, without a word of it', async () => {
    const [{ external_id: externalId }] = (await funnel.sql<{ external_id: string }>(
      'select external_id from project where id = $1',
      [a],
    )) as [{ external_id: string }];
    await funnel.get(ProjectStore).sealByKey(one, [{ channel: 'open-call', externalId }]);
    const [pair] = await list(operator, 'held');
    expect(pair).toMatchObject({ decision: { verdict: 'hold', byHand: false } });
    expect(pair).not.toHaveProperty('evidence');
    expect(pair!.members.find(({ projectId }) => projectId === a)).toMatchObject({
      title: '（已封存）',
      status: 'sealed',
    });
    expect(pair!.members.find(({ projectId }) => projectId === a)).not.toHaveProperty('institution');
    expect(await list(other, 'held')).toEqual([]);
    expect(await list(other)).toEqual([]);
    expect((await describeGroup(other, c)).isHeld).toBe(true);
    await decide.split(operator, [a, c], '内容不同');
    expect(await list(operator, 'held')).toEqual([]);
    expect((await describeGroup(other, c)).isHeld).toBe(false);
  });
});
