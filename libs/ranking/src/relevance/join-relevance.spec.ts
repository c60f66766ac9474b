import fc from 'fast-check';
import { joinRelevance } from './join-relevance';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('joinRelevance', () => {
  it('is s cos + (1 - s) lex', () => {
    expect(joinRelevance(0.5, 0.25, 0.4)).toBe(0.4); // .1 + .3
  });

  it('counts a negative cosine as 0', () => {
    expect(joinRelevance(0.5, -0.9, 0.4)).toBe(0.3);
  });

  it('leaves meaning out where a run has none', () => {
    expect(joinRelevance(0.5, undefined, 0.4)).toBe(0.5);
  });

  it('stays in [0, 1] on the grid of 1e-6', () => {
    fc.assert(
      fc.property(
        share,
        fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { nil: undefined }),
        share,
        (lexical, cosine, meaningShare) => {
          const relevance = joinRelevance(lexical, cosine, meaningShare);
          expect(relevance).toBeGreaterThanOrEqual(0);
          expect(relevance).toBeLessThanOrEqual(1);
          expect(relevance).toBe(Math.round(relevance * 1e6) / 1e6);
        },
      ),
    );
  });
});
