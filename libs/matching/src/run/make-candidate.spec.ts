import { roundPair } from '@throughtrain/ranking';
import { aProject } from '@throughtrain/testing';
import { demandIndicators, makeCandidate, type CandidateContext, type MatchedDemand } from './make-candidate';

const demand = (
  content: Partial<MatchedDemand['content']> = {},
  given: Partial<MatchedDemand> = {},
): MatchedDemand => ({
  id: 'd',
  revision: 1,
  enterpriseId: 'e',
  enterpriseName: '企业',
  ...given,
  content: {
    title: 't',
    description: 't',
    keywords: [],
    seiCodes: [],
    hteCodes: [],
    indicators: [],
    cooperation: [],
    ...content,
  },
});
const context = (...demands: readonly MatchedDemand[]): CandidateContext => ({
  demands,
  now: new Date('2026-03-15T12:00:00Z'),
  wanted: demands.map(({ content }) => demandIndicators(content)),
  timesShown: { shown: 3 },
  expertScores: new Map(),
});
const pairOf = (project: Parameters<typeof aProject>[0], one: MatchedDemand) =>
  makeCandidate({ project: aProject(project), duplicateIds: [], pairs: [{ demand: 0, relevance: 0.4 }] }, context(one))
    .pairs[0];
const candidateOf = (project: Parameters<typeof aProject>[0]) =>
  makeCandidate({ project: aProject(project), duplicateIds: [], pairs: [] }, context());

describe('makeCandidate', () => {
  it('takes the scores that experts gave to any record of the group', () => {
    const score = (raterId: string, lead: number) => ({
      raterId,
      lead,
      scoredOn: '2026-01-01',
      sequence: 1,
      hasConflict: false,
    });
    const expertScores = new Map([
      ['p', [score('a', 90)]],
      ['other', [score('b', 70)]],
      ['stranger', [score('c', 0)]],
    ]);
    const { quality } = makeCandidate(
      { project: aProject({ id: 'p' }), duplicateIds: ['other'], pairs: [] },
      { ...context(), expertScores },
    );
    expect(quality.experts).toEqual({ raters: 2, lead: { mean: 0.8, raters: 2 } });
    expect(candidateOf({ id: 'p' }).quality.experts).toBeUndefined();
  });

  it('keeps what share of a demand’s figures a project meets and leaves open', () => {
    const asks = demand({
      description: '现有回收率80%',
      indicators: ['锂回收率≥95%', '能耗下降30%以上', '杂质≤10ppm'],
    });
    expect(pairOf({ id: 'p', summary: '锂回收率97%，杂质11ppm' }, asks)?.indicators).toEqual({
      met: 0.5,
      unknown: 0.332,
    }); // 1/3 in steps of .004
    expect(pairOf({ id: 'p', summary: '锂回收率97%' }, demand())?.indicators).toBeUndefined();
  });

  it('takes the SEI codes of the record, and only without any those of its sub-domains', () => {
    expect(candidateOf({ id: 'p', seiCodes: ['3.1'], hteCodes: ['60302'] })).toMatchObject({ seiCodes: ['3.1'] });
    expect(candidateOf({ id: 'p', seiCodes: [], hteCodes: ['60302'] })).toMatchObject({
      seiCodes: ['5.2'],
      partlySeiCodes: ['5.3', '6.5'],
    });
    expect(candidateOf({ id: 'p', seiCodes: [], hteCodes: [] }).partlySeiCodes).toBeUndefined();
  });

  it('reads the raw inputs of a pair', () => {
    const project = {
      id: 'p',
      trl: 6,
      seiCodes: ['5.2'],
      cooperation: ['licence' as const, 'transfer' as const],
      priceWan: { min: 100, max: 300 },
      institution: { name: 'x', regionCode: '340100' },
    };
    const one = demand(
      { seiCodes: ['5.1'], cooperation: ['transfer'], budgetWan: 150, deadline: '2027-03' },
      { regionCode: '340200' },
    );
    expect(pairOf(project, one)).toEqual({
      demand: 0,
      relevance: 0.4,
      domainDepth: 1,
      trl: 6,
      monthsToDeadline: 12,
      cooperationMeets: true,
      budgetShare: 0.25,
      region: 'same-province',
    });
  });

  it('leaves unknown what one side does not tell', () => {
    const pair = pairOf(
      { id: 'p', seiCodes: [] },
      demand(
        { seiCodes: ['5.2'], cooperation: ['transfer'], budgetWan: 1, deadline: '2027-03' },
        { regionCode: '340200' },
      ),
    );
    expect(pair).toEqual({ demand: 0, relevance: 0.4, monthsToDeadline: 12 });
    expect(
      pairOf({ id: 'p', cooperation: ['other'], priceWan: { min: 1, max: 2 } }, demand())?.cooperationMeets,
    ).toBeUndefined();
  });

  it('rounds to what storage keeps', () => {
    const pair = pairOf({ id: 'p', priceWan: { min: 0, max: 3 } }, demand({ budgetWan: 1 }));
    expect(pair?.budgetShare).toBe(0.3333);
    expect(pair && roundPair(pair)).toEqual(pair);
  });

  it.each([
    ['2026-03', 0],
    ['2026-04', 1],
    ['2025-12', -3],
    ['2028-02', 23],
  ])('counts months to %s: %d', (deadline, months) => {
    expect(pairOf({ id: 'p' }, demand({ deadline }))?.monthsToDeadline).toBe(months);
  });

  it.each([
    ['2026-03-15', 0],
    ['2025-03-15', 1],
    ['2024-09-14', 1.5],
    ['2027-01-01', 0],
  ])('counts years since %s: %d', (confirmedOn, years) => {
    // 2024-09-14 00:00 to 2026-03-15 12:00 are 547.5 days; / 365.25 = 1.499
    expect(candidateOf({ id: 'p', confirmedOn }).yearsSinceConfirmed).toBe(years);
  });

  it.each([
    ['国家重点研发计划', true],
    ['“十四五”国家重点研发计划', true],
    ['2023年度国家自然科学基金面上项目', true],
    ['国家科技重大专项（02专项）', true],
    ['科技创新2030—重大项目', true],
    ['国家863计划', true],
    ['863计划', true],
    ['973', true],
    ['科技部火炬计划', true],
    ['安徽省重点研发计划', false],
    ['参与国家项目', false],
    ['国家电网有限公司科技项目', false],
    ['省部级计划', false],
    ['横向课题2021863', false],
  ])('%s: a programme of the state is %p', (programme, isNational) => {
    expect(candidateOf({ id: 'p', programme }).quality.nationalProgramme).toBe(isNational);
  });

  it.each([
    ['sole', true],
    ['joint', true],
    ['encumbered', false],
    ['disputed', false],
  ] as const)('ownership %s: clear is %p', (ownership, isClear) => {
    expect(candidateOf({ id: 'p', ownership }).quality.ownershipClear).toBe(isClear);
  });

  it.each<[patents: string[], count: number]>([
    [['无', '申请中2项', '发明专利3件', '2023年申请', '.'], 0],
    [['ZL201910000001.X', '申请中'], 1],
    [['ZL201910000001.X', 'CN202010000002'], 2],
    [['ZL201910000001.X（发明）', '专利号：CN201910000001.X'], 1],
    [['ZL201910000001.X、CN202010000002'], 2],
  ])('%p name %d patents by number', (patents, count) => {
    expect(candidateOf({ id: 'p', patents }).quality.patents).toBe(count);
  });

  it('carries what caps and shares read', () => {
    const candidate = candidateOf({
      id: 'shown',
      institutionId: 'u',
      hteCodes: ['10101', '10102'],
      trl: 5,
      stage: 'mature',
      patents: ['ZL10000001'],
    });
    expect(candidate).toMatchObject({ institutionId: 'u', subDomain: '10101', trl: 5, stage: 'mature', timesShown: 3 });
    expect(candidate.quality).toMatchObject({ patents: 1, trl: 5, cooperationModes: 0 });
    expect(candidateOf({ id: 'p' }).timesShown).toBe(0);
  });

  it('was shown as often as the member of its duplicate group that was shown most', () => {
    const shown = (id: string, ...duplicateIds: readonly string[]) =>
      makeCandidate(
        { project: aProject({ id }), duplicateIds, pairs: [] },
        { ...context(), timesShown: { a: 1, b: 3 } },
      ).timesShown;
    expect([shown('a', 'b', 'c'), shown('b', 'a'), shown('c', 'a'), shown('c')]).toEqual([3, 3, 1, 0]);
  });

  it('refuses a pair of a demand that the run does not have', () => {
    const project = { project: aProject({ id: 'p' }), duplicateIds: [], pairs: [{ demand: 1, relevance: 0.4 }] };
    expect(() => makeCandidate(project, context(demand()))).toThrow(RangeError);
  });
});
