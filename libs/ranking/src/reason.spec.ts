import { reasonsOf, type ReasonFacts } from './reason';

type Term = Parameters<typeof reasonsOf>[0][number];
const term = (feature: Term['feature'], value: number, weight: number, known = true): Term => ({
  feature,
  value,
  weight,
  known,
});
const facts: ReasonFacts = {
  best: { demandTitle: '低温电解液', band: 'close', words: ['电解液', '低温'] },
  enterprises: 3,
  fitsBrief: true,
  answers: { count: 5, interested: 3 },
};

describe('reasonsOf', () => {
  it('puts what adds most first', () => {
    // .8 × .35 = .28, .5 × .25 = .125, 1 × .1 = .1
    const reasons = reasonsOf([term('brief', 1, 0.1), term('pull', 0.5, 0.25), term('best', 0.8, 0.35)], facts);
    expect(reasons.map(({ feature, contribution }) => [feature, contribution])).toEqual([
      ['best', expect.closeTo(0.28, 12)],
      ['pull', 0.125],
      ['brief', 0.1],
    ]);
  });

  it('decides ties by name', () => {
    const reasons = reasonsOf([term('quality', 0.5, 0.1), term('brief', 0.5, 0.1)], { fitsBrief: true });
    expect(reasons.map(({ feature }) => feature)).toEqual(['brief', 'quality']);
  });

  it('gives no reason for what is unknown or adds nothing', () => {
    expect(reasonsOf([term('quality', 0.5, 0.12, false), term('pull', 0, 0.25)], facts)).toEqual([]);
  });

  it('never names interest or the domain, which are the same for a whole list', () => {
    const reasons = reasonsOf([term('interest', 0.1, 0.05), term('domain', 1, 0.1), term('freshness', 1, 0.03)], facts);
    expect(reasons.map(({ feature }) => feature)).toEqual(['freshness']);
  });

  it('says which demand, which words and how many enterprises', () => {
    const [best, pull] = reasonsOf([term('best', 0.8, 0.35), term('pull', 0.5, 0.25)], facts);
    expect(best).toMatchObject({
      zh: '与需求“低温电解液”高度相关（共同关键词：电解液、低温；匹配度0.80）',
      en: 'is closely related to the demand “低温电解液” (shared words: 电解液, 低温; match 0.80)',
    });
    expect(pull).toMatchObject({
      zh: '本场3家企业有相关需求',
      en: '3 enterprise(s) of the roadshow have a related demand',
    });
  });

  it.each([
    ['close', '与需求“甲”高度相关', 'is closely related to the demand “甲”'],
    ['related', '与需求“甲”相关', 'is related to the demand “甲”'],
    ['shown', '与需求“甲”有一定关联', 'has something to do with the demand “甲”'],
    ['weak', '与需求“甲”有一定关联', 'has something to do with the demand “甲”'],
  ] as const)('claims no more than the band %s tells', (band, zh, en) => {
    const [best] = reasonsOf([term('best', 0.5, 0.35)], { best: { demandTitle: '甲', band, words: [] } });
    expect(best).toMatchObject({ zh: `${zh}（匹配度0.50）`, en: `${en} (match 0.50)` });
  });

  it('says which demand a pick answers best, and whose', () => {
    const [match] = reasonsOf([term('match', 0.7, 0.35)], {
      pickedFor: { demandTitle: '低温电解液', enterpriseName: '甲公司' },
    });
    expect(match).toMatchObject({
      zh: '与本场需求的匹配度0.70，最匹配甲公司的需求“低温电解液”',
      en: 'matches the roadshow 0.70, best the demand “低温电解液” of 甲公司',
    });
  });

  it('tells answers of a pick', () => {
    const [intent] = reasonsOf([term('intent', 0.4, 0.35)], facts);
    expect(intent).toMatchObject({
      zh: '收到5家企业答复，其中3家希望进一步了解或对接',
      en: '5 enterprise(s) answered, 3 of them want to know more or to meet',
    });
  });

  it('says whether experts have judged', () => {
    const quality = [term('quality', 0.82, 0.12)];
    expect(reasonsOf(quality, { experts: 3 })[0]?.zh).toBe('成果质量0.82（3位专家评价）');
    expect(reasonsOf(quality, {})[0]?.zh).toBe('成果质量0.82（按规则评定，未经专家评价）');
  });

  it.each<[feature: Term['feature'], facts: ReasonFacts, why: string]>([
    ['best', {}, 'no demand is known'],
    ['pull', { enterprises: 0 }, 'no enterprise is related'],
    ['brief', { fitsBrief: false }, 'the text has little to do with the brief'],
    ['freshness', facts, 'it was confirmed long ago'],
    ['intent', {}, 'nobody answered'],
    ['intent', { answers: { count: 4, interested: 0 } }, 'nobody wants to know more'],
  ])('gives no reason by %s when facts are %p: %s', (feature, told) => {
    expect(reasonsOf([term(feature, 0.5, 0.3)], told)).toEqual([]);
  });

  it.each(['best', 'pull', 'brief', 'quality', 'freshness', 'match', 'intent'] as const)(
    'has words in both languages for %s',
    (feature) => {
      const told = { ...facts, best: { demandTitle: 'cold', band: 'close', words: [] } } as const;
      const [reason] = reasonsOf([term(feature, 1, 0.1)], told);
      expect(reason?.zh).toMatch(/\p{Script=Han}{4}/u);
      expect(reason?.en).toMatch(/^[^\p{Script=Han}]{10,}$/u);
    },
  );
});
