import {
  addFloats,
  advance,
  assemble,
  branchIf,
  constant,
  f32,
  floats,
  i32,
  isAtLeast,
  halved,
  isLess,
  laneBits,
  larger,
  load,
  localGet,
  localSet,
  localTee,
  loop,
  multiply,
  multiplyFloats,
  or,
  shuffle,
  splat,
  store,
  storeInteger,
  subtractFloats,
  toFloats,
  v128,
  when,
  zeros,
} from './instructions';

/** Pairs of an instruction. */
export const pairsAtOnce = 4;

/** The bits of a group of queries stand above its place. */
export const foundShift = 24;

/**
 * How far rounding may bring a bound below what it stands for. With u = 2⁻²⁴, x and the cosine are off by some products of (1 + u), so by less than 4 u and 6 u of themselves. Up to x = 2 the series has
 * a slope of at most 1, and its steps are numbers of at most 2, rounded six times: less than 20 u in all. Beyond x = 2 it is above 1.3, more than a relevance can be. So 32 u, which are 1.9e-6, are more than all of it.
 */
export const boundError = 2e-6;

/** Addresses: of numbers by query (sums of 64 bits, the others of 32), of the places of those that may enter a list, and of sums over all queries, each in four parts. */
export interface BoundAddresses {
  readonly sums: number;
  readonly inverseScales: number;
  readonly lexicalFactors: number;
  readonly cosineFactors: number;
  readonly least: number;
  readonly found: number;
  /** Of the bounds. */
  readonly most: number;
  /** Of x⁴, by which the bounds lie too high: see {@link boundModule}. */
  readonly excess: number;
}

// Parameters, then locals.
const [products, shortened] = [0, 1];
const [at, sumsAt, foundAt, bits, x, bound, most, excess, short] = [2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Which queries have bounds. */
export interface BoundedQueries {
  /** A multiple of {@link pairsAtOnce}. */
  readonly summed: number;
  /** Whether four more follow that are in no sum. */
  readonly hasMore: boolean;
}

/**
 * A module that exports `bounds(products, shortened): end` over an imported memory: for a document, what its relevance to each query is at most. It writes to `found`, up to `end`,
 * four times the number of the first of each four queries, plus a bit from {@link foundShift} on for each of them that reaches its `least`, where one of them does; and the sums.
 *
 * The bound of a query is `lexicalFactor × (x - x² / 2 + x³ / 6) + max(0, product × cosineFactor × shortened)`, x = sum × inverseScale: 1 - exp(-x) lies below its series up to the third power, by no more
 * than x⁴ / 24, the next term. It is worked out in floats of 32 bits, see {@link boundError}.
 */
export function boundModule({ summed, hasMore }: BoundedQueries, addresses: BoundAddresses): Uint8Array<ArrayBuffer> {
  const number = (address: number): number[] => [...localGet(at), ...load(address)];
  const sums = [
    ...[...localGet(sumsAt), ...load(addresses.sums), ...halved],
    ...[...localGet(sumsAt), ...load(addresses.sums + 16), ...halved, ...shuffle(0, 1, 4, 5)],
  ];
  const series = [
    ...[...localGet(x), ...floats(1), ...localGet(x), ...floats(1 / 2), ...localGet(x), ...floats(1 / 6)],
    ...[...multiplyFloats, ...subtractFloats, ...multiplyFloats, ...subtractFloats, ...multiplyFloats],
  ];
  const cosine = [
    ...[...localGet(products), ...load(0), ...toFloats],
    ...[...number(addresses.cosineFactors), ...multiplyFloats, ...localGet(short), ...multiplyFloats],
  ];
  const group = [
    ...[...sums, ...number(addresses.inverseScales), ...multiplyFloats, ...localSet(x)],
    ...[...series, ...number(addresses.lexicalFactors), ...multiplyFloats],
    ...[...cosine, ...zeros, ...larger, ...addFloats, ...localSet(bound)],
    ...[...localGet(most), ...localGet(bound), ...addFloats, ...localSet(most)],
    ...[...localGet(x), ...localGet(x), ...multiplyFloats, ...localTee(x), ...localGet(x), ...multiplyFloats],
    ...[...localGet(excess), ...addFloats, ...localSet(excess)],
    ...[...localGet(bound), ...number(addresses.least), ...isAtLeast, ...laneBits, ...localTee(bits)],
    ...when(
      [...localGet(foundAt), ...localGet(at), ...localGet(bits), ...constant(1 << foundShift), ...multiply, ...or],
      storeInteger(0),
      advance(foundAt, 4),
    ),
  ];
  const body = [
    ...[...constant(addresses.found), ...localSet(foundAt)],
    ...[...localGet(shortened), ...splat, ...localSet(short)],
    ...[...zeros, ...localSet(most), ...zeros, ...localSet(excess)],
    ...(summed === 0
      ? []
      : loop(
          group,
          advance(products, 4 * pairsAtOnce),
          advance(sumsAt, 8 * pairsAtOnce),
          advance(at, 4 * pairsAtOnce),
          [...localGet(at), ...constant(4 * summed), ...isLess, ...branchIf(0)],
        )),
    ...[...constant(0), ...localGet(most), ...store(addresses.most)],
    ...[...constant(0), ...localGet(excess), ...store(addresses.excess)],
    ...(hasMore ? group : []),
    ...localGet(foundAt),
  ];
  return assemble({
    name: 'bounds',
    parameters: [i32, f32],
    results: [i32],
    locals: [
      [4, i32],
      [5, v128],
    ],
    body,
  });
}
