import {
  duplicateGroupSchema,
  duplicatePairPageSchema,
  duplicateSearchSchema,
  problemSchema,
  projectPageSchema,
} from '@throughtrain/contracts';
import { eventually, projectRow } from '@throughtrain/testing';
import { importRows, register, type Players } from './support/funnel';
import { answer, startStack, type Client, type Stack } from './support/stack';

const institution = { name: '恒川稀土研究院' };
const told = projectRow(1, {
  externalId: 'O-1',
  title: '钕铁硼晶界扩散工艺',
  summary: '铽用量降低42%，矫顽力提高9.6kOe，片厚1.8mm，月产12吨。',
  institution,
});
const retold = projectRow(1, {
  externalId: 'A-1',
  channel: 'agency',
  title: '少用重稀土的磁钢',
  summary: '铽省了42%，矫顽力多出9.6kOe，一片1.8毫米，一个月出12吨。',
  institution,
});

describe('duplicates over HTTP', () => {
  let stack: Stack;
  let players: Players;
  let owner: Client;

  beforeAll(async () => {
    stack = await startStack({ workers: true });
    players = await register(stack, '成都');
    owner = stack.as((await stack.register('恒川', 'institution', ['owner'])).apiKey);
    await importRows(owner, 'projects', [told]);
    await importRows(players.agency, 'projects', [retold]);
  });

  afterAll(() => stack.stop());

  const pairs = async (client: Client, state: string) =>
    (await answer(client.get(`/v1/duplicates?state=${state}`), 200, duplicatePairPageSchema)).items;
  const idOf = async (client: Client) =>
    (await answer(client.get('/v1/projects'), 200, projectPageSchema)).items[0]!.id;

  it('suggests after the imports what an operator merges and splits again', async () => {
    const [pair] = await eventually(async () => {
      const found = await pairs(players.operator, 'suggested');
      return found.length > 0 && found;
    });
    expect(pair!.evidence!.zh).toEqual(
      expect.arrayContaining(['同一完成单位', expect.stringMatching(/^共有指标 \d 项：.*9\.6kOe/)]),
    );
    expect(pair!.evidence!.en).toHaveLength(pair!.evidence!.zh.length);
    const projectIds = [await idOf(owner), await idOf(players.agency)];
    await players.operator.post('/v1/duplicates/merge', { projectIds, reason: '同一成果' }).expect(204);
    expect(await pairs(owner, 'joined')).toMatchObject([{ class: 'likely', decision: { verdict: 'merge' } }]);
    const group = await answer(owner.get(`/v1/projects/${projectIds[0]}/duplicates`), 200, duplicateGroupSchema);
    expect(group).toMatchObject({ because: { code: expect.any(String), zh: expect.any(String) }, isHeld: false });
    expect(group.members.map(({ title }) => title).sort()).toEqual([retold.title, told.title].sort());
    await players.operator.post('/v1/duplicates/split', { projectIds, reason: '两个成果' }).expect(204);
    expect(await pairs(players.agency, 'split')).toHaveLength(1);
  });

  it('refuses decisions about projects of others, and what names one project', async () => {
    const [mine, theirs] = [await idOf(owner), await idOf(players.agency)];
    const foreign = owner.post('/v1/duplicates/merge', { projectIds: [mine, theirs], reason: '我的' });
    expect((await answer(foreign, 404, problemSchema)).code).toBe('resource.not-found');
    const one = owner.post('/v1/duplicates/merge', { projectIds: [mine, mine], reason: '我的' });
    expect((await answer(one, 400, problemSchema)).code).toBe('request.invalid');
  });

  it('searches the whole library again for an operator', async () => {
    const asked = players.operator.post('/v1/duplicates/searches', { scope: 'all' });
    const { id } = await answer(asked, 202, duplicateSearchSchema);
    const done = await eventually(async () => {
      const search = await answer(players.operator.get(`/v1/duplicates/searches/${id}`), 200, duplicateSearchSchema);
      return search.state === 'completed' && search;
    });
    expect(done).toMatchObject({ projects: 2, pairs: 1, likely: 1 });
  });
});
