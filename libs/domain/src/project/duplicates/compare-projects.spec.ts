import fc from 'fast-check';
import { compareProjects } from './compare-projects';
import { evidenceInWords } from './evidence-words';
import { traitsOf, type ToldProject } from './project-traits';

const told = (given: Partial<ToldProject>): ToldProject => ({
  title: '注液机',
  summary: '无',
  keywords: [],
  patents: [],
  language: 'zh',
  ...given,
});
const compare = (a: Partial<ToldProject>, b: Partial<ToldProject>) =>
  compareProjects(traitsOf(told(a)), traitsOf(told(b)));

describe('compareProjects', () => {
  it('adds up what two records share, as worked out by hand', () => {
    const a = {
      title: '等压注液装备', // 等压 压注 注液 液装 装备
      summary: '单只注液1080克，静置15小时，不良率0.3%。', // 2 + 1 + .5
      institution: { name: '云岫研究院' },
      keywords: ['电芯', '注液'],
    };
    const b = {
      title: '正负压注液机', // 正负 负压 压注 注液 液机: 2 of 5 and 5 pairs
      summary: '每只吸液1080g，热静置降到15个小时。', // 2 + 1, the poorer
      institution: { name: '云岫 研究院' },
      keywords: ['注液'],
    };
    const evidence = compare(a, b);
    // .25 institution + .3 × .4 title + .45 × (1 - e^(-3/2)) × 1 figures + .05 keyword + what the summaries share.
    const expected = 0.25 + 0.3 * 0.4 + 0.45 * (1 - Math.exp(-1.5)) + 0.05 + (0.25 * evidence.summary) / 0.6;
    expect(evidence).toMatchObject({
      class: 'likely',
      institution: 'same',
      title: 0.4,
      figures: ['1080克', '15小时'],
      keywords: ['注液'],
    });
    expect(evidence.score).toBeCloseTo(expected, 2);
  });

  it('takes off for other figures, less the more of them are shared', () => {
    const base = { institution: { name: '甲所' }, title: '低温电解液' };
    const figures = '保持84.5%，循环2150次，供货37吨。';
    const copied = compare({ ...base, summary: figures }, { ...base, summary: figures });
    const other = compare({ ...base, summary: figures }, { ...base, summary: '保持71.2%，循环3320次，供货12吨。' });
    // Title and institution alone are .55; other figures take .3.
    expect(other).toMatchObject({ class: 'none', score: expect.any(Number) });
    expect(other.score).toBeLessThan(0.5);
    expect(copied).toMatchObject({ class: 'certain', certainBy: 'words' });
  });

  it.each<[string, Partial<ToldProject>, Partial<ToldProject>, string | undefined]>([
    ['a patent', { patents: ['ZL201910000001.X'] }, { patents: ['CN201910000001'] }, 'number'],
    [
      'a registration number',
      { registrationNumber: '3402023Y0178' },
      { registrationNumber: '340 2023 y0178' },
      'number',
    ],
    ['a declared group', { duplicateGroup: 'g' }, { duplicateGroup: 'g' }, 'declared-group'],
    [
      'a programme number alone',
      { programmeNumbers: ['2021YFB3400102'] },
      { programmeNumbers: ['2021YFB3400102'] },
      undefined,
    ],
    ['what is no registration number', { registrationNumber: '无' }, { registrationNumber: '无' }, undefined],
  ])('is certain by %s: %#', (_what, a, b, by) => {
    expect(compare({ title: '甲', ...a }, { title: '乙', ...b }).certainBy).toBe(by);
  });

  it('is the same both ways, in [0, 1], and certain of a record and itself with a number', () => {
    const parts = fc.array(fc.constantFrom('高温', '电池', '的', '600MPa', '95%', '三成', '第', 'SiC', '，'), {
      maxLength: 8,
    });
    const project = fc.record({
      title: parts.map((list) => `题${list.join('')}`),
      summary: parts.map((list) => list.join('')),
      keywords: fc.subarray(['电池', '高温']),
      patents: fc.subarray(['ZL10000001', 'ZL10000002']),
      institution: fc.option(fc.constantFrom({ name: '甲所' }, { name: '甲所二室' }, { name: 'Institute' }), {
        nil: undefined,
      }),
    });
    fc.assert(
      fc.property(project, project, (a, b) => {
        const [one, other] = [compare(a, b), compare(b, a)];
        expect(one.score).toBeGreaterThanOrEqual(0);
        expect(one.score).toBeLessThanOrEqual(1);
        expect({ ...other, figures: [], keywords: [], patents: [], names: [] }).toEqual({
          ...one,
          figures: [],
          keywords: [],
          patents: [],
          names: [],
        });
        if (a.patents.length > 0) expect(compare(a, a)).toMatchObject({ class: 'certain', score: 1 });
      }),
    );
  });
});

describe('evidenceInWords', () => {
  it('says what speaks for one project, in both languages', () => {
    const evidence = compare(
      {
        title: '高温合金叶片',
        patents: ['ZL201910000001.X'],
        institution: { name: '甲所' },
        summary: '强度600MPa，合格率95.5%',
      },
      {
        title: '高温合金叶片',
        patents: ['ZL201910000001.X'],
        institution: { name: '甲所' },
        summary: '良率95.5%，600兆帕',
      },
    );
    expect(evidenceInWords(evidence)).toEqual({
      zh: ['共同专利号：201910000001', '同一完成单位', '标题相似 1.00', '共有指标 2 项：95.5%、600MPa'],
      en: [
        'Shared patent numbers: 201910000001',
        'Same completing institution',
        'Similarity of titles 1.00',
        '2 shared figures: 95.5%, 600MPa',
      ],
    });
  });

  it('does not tell what is chance', () => {
    expect(evidenceInWords(compare({ title: '甲' }, { title: '乙' }))).toEqual({ zh: [], en: [] });
  });
});
