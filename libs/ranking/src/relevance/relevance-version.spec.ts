import { poolDepth, relevanceInForce } from './relevance-version';

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
    expect(poolDepth(demands, relevanceInForce)).toBe(depth);
  });
});
