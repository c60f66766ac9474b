import type { RankedTopic } from '../ranking/rank-topics';
import { MeasuredPart } from './measured-part';
import { drawTopics } from './resamples';

/** A topic with one right and one wrong project, of which the right one stands at a rank. */
function topic(id: string, rankOfRight: 1 | 2): RankedTopic {
  const grades = new Map([
    ['right', 1],
    ['wrong', 0],
  ]);
  const [right, wrong] = rankOfRight === 1 ? [0.9, 0.5] : [0.5, 0.9];
  const scores = { right, wrong };
  const ranked = Object.entries(scores)
    .map(([projectId, score]) => ({ projectId, score }))
    .sort((a, b) => b.score - a.score);
  return { topic: { id, demands: [0], grades }, ranked, judgedScores: new Map(Object.entries(scores)) };
}

const draws = drawTopics(4, 200, 1);
const good = MeasuredPart.of([topic('a', 1), topic('b', 1), topic('c', 1), topic('d', 2)], draws);
const bad = MeasuredPart.of([topic('a', 2), topic('b', 2), topic('c', 2), topic('d', 2)], draws);

describe('MeasuredPart', () => {
  it('takes means over topics, and pairs of all topics together', () => {
    const { MRR, AUC, MAP } = good.estimates;
    expect(MRR?.value).toBe(0.875);
    expect(MAP?.value).toBe(0.875);
    // Right .9 three times and .5 once, wrong .5 three times and .9 once: (3 × 3 + 3 / 2 + 3 / 2) / 16.
    expect(AUC?.value).toBe(0.75);
    expect(MRR!.low).toBeLessThan(0.875);
    expect(MRR!.high).toBe(1);
  });

  it('keeps what each topic has', () => {
    expect([...good.topics.keys()]).toEqual(['a', 'b', 'c', 'd']);
    // The right one second of two: 1 / log2 3 of the best gain, and half of its precision.
    expect(good.topics.get('d')).toEqual({
      'nDCG@10': 1 / Math.log2(3),
      'nDCG@10, 2^g-1': 1 / Math.log2(3),
      MAP: 0.5,
      MRR: 0.5,
      'recall@100': 1,
      'P@10': 0.1,
      'judged@10': 1,
    });
  });

  it('tells differences over the same samples', () => {
    const { MRR } = good.minus(bad);
    expect(MRR?.value).toBe(0.375);
    // Every sample of topics has a difference between 0 and .5; that of two parts which are one is 0 in all.
    expect(MRR!.low).toBeGreaterThanOrEqual(0);
    expect(MRR!.high).toBe(0.5);
    expect(good.minus(good).Spearman).toEqual({ value: 0, low: 0, high: 0 });
  });

  it('leaves out what can not be told', () => {
    const grades = new Map([['right', 1]]);
    const one: RankedTopic = {
      topic: { id: 'a', demands: [0], grades },
      ranked: [{ projectId: 'right', score: 1 }],
      judgedScores: new Map([['right', 1]]),
    };
    const { MRR, AUC, Spearman } = MeasuredPart.of([one], drawTopics(1, 10, 1)).estimates;
    expect([MRR?.value, AUC, Spearman]).toEqual([1, undefined, undefined]);
  });
});
