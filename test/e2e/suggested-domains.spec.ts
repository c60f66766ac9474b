import {
  demandPageSchema,
  demandSchema,
  domainSuggestionsSchema,
  importFaultPageSchema,
  problemSchema,
  projectPageSchema,
  projectSchema,
} from '@throughtrain/contracts';
import { demandRow, enterpriseRow, projectRow } from '@throughtrain/testing';
import { importRows, register, type Players } from './support/funnel';
import { answer, startStack, type Client, type Stack } from './support/stack';

const photovoltaics = {
  title: '钙钛矿光伏组件狭缝涂布',
  summary: '米级钙钛矿组件一次成膜，封装后湿热老化一千小时，光电转换效率保持率高。',
  keywords: ['钙钛矿', '光伏组件'],
};
const solar = { list: 'sei', code: '6.3', name: '太阳能产业', source: 'words-and-meaning' };

describe('suggested domains', () => {
  let stack: Stack;
  let players: Players;

  beforeAll(async () => {
    stack = await startStack({ workers: true });
    players = await register(stack, '成都');
  });

  afterAll(() => stack.stop());

  const projectOf = async (agency: Client, externalId: string) => {
    const { items } = await answer(agency.get('/v1/projects'), 200, projectPageSchema);
    const found = items.find(({ record }) => record['externalId'] === externalId);
    // A list tells no suggestions.
    expect(found).not.toHaveProperty('suggestedDomains');
    return answer(agency.get(`/v1/projects/${found?.id ?? ''}`), 200, projectSchema);
  };

  it('are told of a project that names no code, and give way to what a person enters', async () => {
    const { agency } = players;
    const bare = projectRow(1, { ...photovoltaics, externalId: 'S-1' });
    const report = await importRows(agency, 'projects', [bare, { ...bare, externalId: 'S-2', seiCodes: ['6.5'] }]);
    expect(report).toMatchObject({ created: 2, changed: 0, refused: 0, advised: 1, notesKept: 1 });
    const faults = await answer(agency.get(`/v1/imports/${report.id}/faults`), 200, importFaultPageSchema);
    expect(faults.items).toEqual([
      {
        row: 1,
        outcome: 'advised',
        column: 'seiCodes',
        code: 'domain.suggested',
        message: 'names no domain; the text suggests some, and nothing of it is stored',
        messageZh: '未填写产业领域，系统根据文字给出建议，未写入记录',
        suggested: expect.arrayContaining([expect.objectContaining(solar)]),
      },
    ]);
    const told = await projectOf(agency, 'S-1');
    expect(told.suggestedDomains).toEqual(faults.items[0]?.suggested);
    expect(told.record).toMatchObject({ seiCodes: [], hteCodes: [] });
    expect(await projectOf(agency, 'S-2')).not.toHaveProperty('suggestedDomains');

    const entered = await importRows(agency, 'projects', [{ ...bare, hteCodes: ['40204'] }]);
    expect(entered).toMatchObject({ updated: 1, advised: 0 });
    const after = await projectOf(agency, 'S-1');
    expect(after).not.toHaveProperty('suggestedDomains');
    expect(after.record).toMatchObject({ seiCodes: [], hteCodes: ['40204'] });
  });

  it('are told of a demand to its host', async () => {
    const { host } = players;
    await importRows(host, 'enterprises', [enterpriseRow(1)]);
    const { summary: description, ...said } = photovoltaics;
    const report = await importRows(host, 'demands', [
      demandRow(1, 1, { ...said, description }),
      demandRow(2, 1, { ...said, description, seiCodes: ['7.1'] }),
    ]);
    expect(report).toMatchObject({ created: 2, advised: 1 });
    const { items } = await answer(host.get('/v1/demands'), 200, demandPageSchema);
    const [bare, entered] = await Promise.all(
      items.map(({ id }) => answer(host.get(`/v1/demands/${id}`), 200, demandSchema)),
    );
    expect(bare).toMatchObject({ record: { externalId: 'D-1' }, revision: 1 });
    expect(bare?.suggestedDomains).toEqual(expect.arrayContaining([expect.objectContaining(solar)]));
    expect(entered).not.toHaveProperty('suggestedDomains');
  });

  it('are given to whoever writes a text', async () => {
    const suggest = (body: object) => players.host.post('/v1/domain-suggestions', body);
    const chinese = await answer(suggest(photovoltaics), 200, domainSuggestionsSchema);
    expect(chinese.items).toEqual(
      expect.arrayContaining([
        { ...solar, score: expect.any(Number) },
        expect.objectContaining({ list: 'hte', code: '60101', name: '太阳能' }),
      ]),
    );
    expect(chinese.version).toMatch(/^codes-\d+:table:/);
    const english = { title: 'Perovskite solar modules', summary: 'Slot-die coating of large photovoltaic modules' };
    expect((await answer(suggest(english), 200, domainSuggestionsSchema)).items[0]).toMatchObject(solar);
    expect((await answer(suggest({ title: '通知' }), 200, domainSuggestionsSchema)).items).toEqual([]);
    const tooLong = await answer(suggest({ title: '题'.repeat(301) }), 400, problemSchema);
    expect(tooLong).toMatchObject({ code: 'request.invalid', errors: [{ path: 'title' }] });
    await stack.as(undefined).post('/v1/domain-suggestions', photovoltaics).expect(401);
  });
});
