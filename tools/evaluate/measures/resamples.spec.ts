import { drawTopics, interval, weightedMean } from './resamples';

describe('drawTopics', () => {
  it('draws as many topics as there are, the same for a seed', () => {
    const draws = drawTopics(7, 50, 1);
    expect(draws.map((weights) => weights.reduce((sum, weight) => sum + weight, 0))).toEqual(new Array(50).fill(7));
    expect(drawTopics(7, 50, 1)).toEqual(draws);
    expect(drawTopics(7, 50, 2)).not.toEqual(draws);
  });

  it('gives intervals as wide as theory says', () => {
    // Fifty topics of 0 and fifty of 1: the standard error of the mean is .05, so 95 % is .5 ± .098.
    const values = Array.from({ length: 100 }, (_, topic) => topic % 2);
    const [low = 0, high = 0] =
      interval(drawTopics(100, 1000, 1).map((weights) => weightedMean(values, weights))) ?? [];
    expect(low).toBeCloseTo(0.402, 1);
    expect(high).toBeCloseTo(0.598, 1);
  });
});

describe('weightedMean', () => {
  it('counts each topic as often as it was drawn', () => {
    expect(weightedMean([1, 2, 3], [2, 0, 1])).toBeCloseTo(5 / 3, 12);
    expect(weightedMean([1], [0])).toBeUndefined();
  });
});

describe('interval', () => {
  it('cuts 2.5 % at both ends, between two draws in proportion', () => {
    const draws = Array.from({ length: 101 }, (_, at) => 100 - at);
    expect(interval(draws)).toEqual([2.5, 97.5]);
  });

  it('leaves out what could not be told', () => {
    expect(interval([undefined, 1])).toEqual([1, 1]);
    expect(interval([undefined])).toBeUndefined();
  });
});
