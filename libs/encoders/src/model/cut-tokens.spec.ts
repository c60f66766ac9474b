import * as fc from 'fast-check';
import { cutTokens } from './cut-tokens';

const ids = (least: number, most: number, maxLength: number) =>
  fc.array(fc.integer({ min: least, max: most }), { maxLength });

describe('cutTokens', () => {
  it('shortens the text and leaves what stands around it', () => {
    expect(cutTokens([101, 7, 8, 9, 102], [7, 8, 9], 4)).toEqual([101, 7, 8, 102]);
  });

  it('keeps the beginning where the text does not stand in the whole as it is', () => {
    expect(cutTokens([101, 7, 0, 9, 102], [7, 8, 9], 3)).toEqual([101, 7, 0]);
  });

  it('keeps to the limit and to the order', () => {
    fc.assert(
      fc.property(
        ids(100, 199, 2),
        ids(0, 99, 20),
        ids(100, 199, 2),
        fc.integer({ min: 4, max: 30 }),
        (head, bare, tail, limit) => {
          const cut = cutTokens([...head, ...bare, ...tail], bare, limit);
          expect(cut).toEqual([...head, ...bare.slice(0, limit - head.length - tail.length), ...tail]);
          expect(cut.length).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });
});
