import {
  addFloats,
  advance,
  assemble,
  branchIf,
  constant,
  f64,
  floats,
  i32,
  isAtLeast,
  isLess,
  laneBits,
  larger,
  load,
  loadPair,
  localGet,
  localSet,
  localTee,
  loop,
  multiplyFloats,
  or,
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
export const pairsAtOnce = 2;

/** Addresses: of numbers by query, of the places of those that may enter a list, and of sums over all queries, each in two halves. */
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
const [at, foundAt, bits, x, bound, most, excess, short] = [2, 3, 4, 5, 6, 7, 8, 9];

/**
 * A module that exports `bounds(products, shortened): end` over an imported memory: for a document, what its relevance to each query is at most. It writes to `found`, up to `end`,
 * the number of each even query times eight, plus 1 when it reaches its `least` and 2 when the next query does, where one of them does; and the sums.
 *
 * The bound of a query is `lexicalFactor × (x - x² / 2 + x³ / 6) + max(0, product × cosineFactor × shortened)`, x = sum × inverseScale: 1 - exp(-x) lies below its series up to the third power, by no more
 * than x⁴ / 24, the next term.
 * @param queries a multiple of {@link pairsAtOnce}
 */
export function boundModule(queries: number, addresses: BoundAddresses): Uint8Array<ArrayBuffer> {
  const number = (address: number): number[] => [...localGet(at), ...load(address)];
  const series = [
    ...[...localGet(x), ...floats(1), ...localGet(x), ...floats(1 / 2), ...localGet(x), ...floats(1 / 6)],
    ...[...multiplyFloats, ...subtractFloats, ...multiplyFloats, ...subtractFloats, ...multiplyFloats],
  ];
  const cosine = [
    ...[...localGet(products), ...loadPair(0), ...toFloats],
    ...[...number(addresses.cosineFactors), ...multiplyFloats, ...localGet(short), ...multiplyFloats],
  ];
  const body = [
    ...[...constant(addresses.found), ...localSet(foundAt)],
    ...[...localGet(shortened), ...splat, ...localSet(short)],
    ...[...zeros, ...localSet(most), ...zeros, ...localSet(excess)],
    ...loop(
      [...number(addresses.sums), ...number(addresses.inverseScales), ...multiplyFloats, ...localSet(x)],
      [...series, ...number(addresses.lexicalFactors), ...multiplyFloats],
      [...cosine, ...zeros, ...larger, ...addFloats, ...localSet(bound)],
      [...localGet(most), ...localGet(bound), ...addFloats, ...localSet(most)],
      [...localGet(x), ...localGet(x), ...multiplyFloats, ...localTee(x), ...localGet(x), ...multiplyFloats],
      [...localGet(excess), ...addFloats, ...localSet(excess)],
      [...localGet(bound), ...number(addresses.least), ...isAtLeast, ...laneBits, ...localTee(bits)],
      when([...localGet(foundAt), ...localGet(at), ...localGet(bits), ...or, ...storeInteger(0)], advance(foundAt, 4)),
      advance(products, 4 * pairsAtOnce),
      advance(at, 8 * pairsAtOnce),
      [...localGet(at), ...constant(8 * queries), ...isLess, ...branchIf(0)],
    ),
    ...[...constant(0), ...localGet(most), ...store(addresses.most)],
    ...[...constant(0), ...localGet(excess), ...store(addresses.excess)],
    ...localGet(foundAt),
  ];
  return assemble({
    name: 'bounds',
    parameters: [i32, f64],
    results: [i32],
    locals: [
      [3, i32],
      [5, v128],
    ],
    body,
  });
}
