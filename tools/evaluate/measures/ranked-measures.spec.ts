import { measureRanking } from './ranked-measures';

describe('measureRanking', () => {
  it('discounts gains by rank against the best order of all that was judged', () => {
    // Ranked 0, 2, unjudged, 1; a third of grade 3 was not found.
    // DCG = 2 / log2 3 + 1 / log2 5 = 1.261860 + .430677; ideal 3 + 2 / log2 3 + 1 / 2 = 4.761860.
    const measured = measureRanking([0, 2, undefined, 1], [0, 1, 2, 3]);
    expect(measured.ndcg10).toBeCloseTo(1.692536 / 4.76186, 5);
    // 2^g - 1: 3 / log2 3 + 1 / log2 5 = 2.323466; ideal 7 + 3 / log2 3 + 1 / 2 = 9.392789.
    expect(measured.ndcg10Exponential).toBeCloseTo(2.323466 / 9.392789, 5);
    expect(measured.averagePrecision).toBeCloseTo((1 / 2 + 2 / 4) / 3, 12);
    expect(measured).toMatchObject({ reciprocalRank: 0.5, recall100: 2 / 3, precision10: 0.2, judged10: 0.75 });
  });

  it('cuts gains and precision at ten, recall at a hundred, and precision averages at nothing', () => {
    const ranked: (number | undefined)[] = new Array<undefined>(200).fill(undefined);
    [ranked[10], ranked[99], ranked[100]] = [1, 1, 1];
    const measured = measureRanking(ranked, [1, 1, 1]);
    expect(measured).toMatchObject({ ndcg10: 0, precision10: 0, judged10: 0, recall100: 2 / 3 });
    expect(measured.reciprocalRank).toBe(1 / 11);
    expect(measured.averagePrecision).toBeCloseTo((1 / 11 + 2 / 100 + 3 / 101) / 3, 12);
  });

  it('is 0 where nothing answers and where nothing was found', () => {
    const zero = {
      ndcg10: 0,
      ndcg10Exponential: 0,
      averagePrecision: 0,
      reciprocalRank: 0,
      recall100: 0,
      precision10: 0,
    };
    expect(measureRanking([0, undefined], [0])).toEqual({ ...zero, judged10: 0.5 });
    expect(measureRanking([], [1, 2])).toEqual({ ...zero, judged10: 0 });
  });
});
