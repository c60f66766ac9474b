import { poolDepth, relevanceVersion1 } from './relevance-version';

describe('poolDepth', () => {
  it.each([
    [0, 50],
    [1, 50],
    [120, 50],
    [121, 49],
    [300, 20],
    [600, 10],
    [3_000, 10],
  ])('%d demands: %d projects each', (demands, depth) => {
    expect(poolDepth(demands, relevanceVersion1)).toBe(depth);
  });
});
