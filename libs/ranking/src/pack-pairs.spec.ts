import fc from 'fast-check';
import type { CandidatePair } from './candidate';
import { packedPairBytes, packPairs, roundPair, unpackPairs } from './pack-pairs';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const unknown = { nil: undefined };
const pairs: fc.Arbitrary<CandidatePair[]> = fc.array(
  fc.record({
    demand: fc.nat(9_999),
    relevance: share,
    domainDepth: fc.option(fc.constantFrom(0 as const, 1 as const, 2 as const), unknown),
    trl: fc.option(fc.integer({ min: 1, max: 13 }), unknown),
    monthsToDeadline: fc.option(fc.integer({ min: -100_000, max: 100_000 }), unknown),
    cooperationMeets: fc.option(fc.boolean(), unknown),
    budgetShare: fc.option(share, unknown),
    indicators: fc.option(
      fc.tuple(share, share).map(([met, open]) => ({ met: met * (1 - open), unknown: open })),
      unknown,
    ),
    region: fc.option(
      fc.constantFrom('same-city' as const, 'same-province' as const, 'neighbouring' as const, 'apart' as const),
      unknown,
    ),
  }),
);

describe('packed pairs', () => {
  it('take 16 bytes each, big endian', () => {
    const bytes = packPairs([
      {
        demand: 258, // 01 02
        relevance: 0.5, // 500,000 = 07 a1 20
        domainDepth: 2,
        trl: 6,
        monthsToDeadline: -1, // ff ff
        cooperationMeets: true,
        budgetShare: 0.25, // 2,500 = 09 c4
        region: 'neighbouring',
        indicators: { met: 0.5, unknown: 0.2 }, // 125 and 50 of 250: 7d 32
      },
    ]);
    expect(bytes.toString('hex')).toBe('01020007a1200206ffff0109c4027d32');
    expect(bytes).toHaveLength(packedPairBytes);
  });

  it('read back as what roundPair makes of them', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        expect(unpackPairs(packPairs(list))).toEqual(list.map(roundPair));
      }),
    );
  });

  it('read as without figures where they were packed before figures were read', () => {
    const [old] = unpackPairs(Buffer.from('01020007a1200206ffff0109c402ffff', 'hex'));
    expect(old).toMatchObject({ demand: 258, region: 'neighbouring', indicators: undefined });
  });

  it('do not change a second time', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const once = packPairs(list);
        expect(packPairs(unpackPairs(once)).equals(once)).toBe(true);
      }),
    );
  });

  it('keep a deadline far away within two bytes, apart from "unknown"', () => {
    const [far] = unpackPairs(packPairs([{ demand: 0, relevance: 0.2, monthsToDeadline: 1e6 }]));
    expect(far?.monthsToDeadline).toBe(32_766);
  });

  it('refuse bytes that are not whole pairs', () => {
    expect(() => unpackPairs(Buffer.alloc(17))).toThrow(RangeError);
    expect(unpackPairs(Buffer.alloc(0))).toEqual([]);
  });
});
