import {
  add,
  addFloat,
  advance,
  assemble,
  branch,
  call,
  constant,
  f32,
  giveBack,
  i32,
  isFloatAtLeast,
  isLess,
  isOther,
  loadFloat,
  loadInteger,
  localGet,
  localSet,
  loop,
  multiply,
  or,
  shiftLeft,
  storeInteger,
  when,
} from './instructions';

/** Addresses of what is told of the documents of a block, by document, and of what the kernels that are called work with. */
export interface ScanAddresses {
  /** Where their postings are, and how many. */
  readonly postings: number;
  readonly counts: number;
  /** Of the length of their vectors, the inverse. */
  readonly shortened: number;
  readonly lengths: number;
  readonly lengthsBytes: number;
  readonly products: number;
  readonly productsBytes: number;
  /** Where the bounds begin to write what they found; and room for where they ended. */
  readonly found: number;
  readonly foundEnd: number;
  /** Sums of the bounds, in four parts, and what they must reach. */
  readonly most: number;
  readonly leastMost: number;
}

// Parameters, then locals.
const [at, end, table, rows, four, foundEnd] = [0, 1, 2, 3, 4, 5];
const [words, bounds] = [0, 1];

/**
 * A module that exports `scan(at, end, table, rows): at` over an imported memory, with the kernels `words` and `bounds`: the first document from a place of the block on that some list may want, with its
 * sums and bounds, or the end. `table` and `rows` as `words` has them.
 */
export function scanModule(of: ScanAddresses): Uint8Array<ArrayBuffer> {
  const row = (address: number, bytes: number): number[] => [
    ...[...localGet(at), ...constant(bytes), ...multiply, ...constant(address), ...add],
  ];
  const part = (lane: number): number[] => [...constant(0), ...loadFloat(of.most + 4 * lane)];
  const look = [
    ...[...localGet(at), ...shiftLeft(2), ...localSet(four)],
    ...[...localGet(table), ...localGet(four), ...loadInteger(of.postings)],
    ...[...localGet(four), ...loadInteger(of.counts), ...row(of.lengths, of.lengthsBytes)],
    ...[...localGet(rows), ...call(words)],
    ...[...row(of.products, of.productsBytes), ...localGet(four), ...loadFloat(of.shortened), ...call(bounds)],
    ...[...localSet(foundEnd), ...constant(0), ...localGet(foundEnd), ...storeInteger(of.foundEnd)],
    ...[...localGet(foundEnd), ...constant(of.found), ...isOther],
    ...[...part(0), ...part(1), ...addFloat, ...part(2), ...part(3), ...addFloat, ...addFloat],
    ...[...constant(0), ...loadFloat(of.leastMost), ...isFloatAtLeast, ...or],
    ...when([...localGet(at), ...giveBack]),
  ];
  const body = [
    ...loop([...localGet(at), ...localGet(end), ...isLess], when(look, advance(at, 1), branch(1))),
    ...localGet(end),
  ];
  return assemble({
    name: 'scan',
    imports: [
      { name: 'words', parameters: [i32, i32, i32, i32, i32], results: [] },
      { name: 'bounds', parameters: [i32, f32], results: [i32] },
    ],
    parameters: [i32, i32, i32, i32],
    results: [i32],
    locals: [[2, i32]],
    body,
  });
}
