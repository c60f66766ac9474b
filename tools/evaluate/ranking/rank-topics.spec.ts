import { topicScore } from './rank-topics';

describe('topicScore', () => {
  it('is the relevance to one demand', () => {
    expect(topicScore([0.1, 0.7], [1])).toBe(0.7);
    expect(topicScore([0.1], [5])).toBe(0);
  });

  it('is that to the best of several, and of equal bests the higher mean is more', () => {
    expect(topicScore([0.3, 0.7, 0.2], [0, 2])).toBeCloseTo(0.3, 6);
    expect(topicScore([0.7, 0.2], [0, 1])).toBeGreaterThan(topicScore([0.1, 0.7], [0, 1]));
    // A best that is higher by the smallest step wins whatever the others are.
    expect(topicScore([0.700001, 0], [0, 1])).toBeGreaterThan(topicScore([0.7, 0.7], [0, 1]));
  });
});
