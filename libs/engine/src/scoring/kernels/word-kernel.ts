import { countsOfCode, elsewhere, wordsElsewhere } from '../../index/posting';
import {
  add,
  addDouble,
  addDoubles,
  advance,
  and,
  assemble,
  branch,
  branchIf,
  constant,
  countBits,
  divideDouble,
  divideDoubles,
  double,
  f64,
  fill,
  i32,
  inBoth,
  isEqual,
  isLess,
  laneOf,
  load,
  loadAsDoubles,
  loadDouble,
  loadInteger,
  loadShort,
  localGet,
  localSet,
  localTee,
  loop,
  multiply,
  multiplyDouble,
  multiplyDoubles,
  otherwise,
  shiftLeft,
  shiftLeftBy,
  shiftRight,
  shiftRightBy,
  store,
  storeDouble,
  subtract,
  toDouble,
  v128,
  when,
  withLane,
  withoutBits,
} from './instructions';

/**
 * The table of terms that some query asks for. For each 32 terms of the library eight bytes: a bit for each that is asked for, and how many are before them; so the rows, in the order of their
 * terms, need no number each. A row: what its impacts count by, 64 bits; where its uses begin, of which the last two bits are its kind; where the weights of its uses are counted from. A use: the
 * number of the query, and that of the weight, 16 bits each.
 */
export const table = { wordBytes: 8, rowBytes: 16, useBytes: 4 } as const;
/** Norms of a document by kind and field, filled up to an even number. */
export const normsLength = 10;
/** What the counts of each code weigh: title, keywords, body, and one to fill them up. */
const weightsPerCode = 4;
export const codeWeights = 256 * weightsPerCode;

/** Addresses of what the kernel works with. */
export interface WordAddresses {
  /** By query, of 64 bits. */
  readonly sums: number;
  /** {@link weightsOfCodes}. */
  readonly codes: number;
  /** {@link normsLength} of 64 bits each: what a norm begins with, what lengths count by, by what they are divided; and room for the norms. */
  readonly base: number;
  readonly slope: number;
  readonly average: number;
  readonly norms: number;
}

/** What is the same in all documents. */
export interface WordConstants {
  readonly count: number;
  readonly k1: number;
  readonly fieldWeights: readonly [number, number, number];
}

/** @returns for each code of a posting, what its counts weigh, {@link weightsPerCode} numbers */
export function weightsOfCodes(fieldWeights: readonly [number, number, number]): Float64Array {
  const weights = new Float64Array(codeWeights);
  for (let code = 0; code < 256; code += 1)
    for (const [field, weight] of fieldWeights.entries())
      weights[weightsPerCode * code + field] = weight * (countsOfCode[3 * code + field] ?? 0);
  return weights;
}

// Parameters, then locals.
const [tableAt, posting, count, lengths, rowsAt] = [0, 1, 2, 3, 4];
const [end, apart, word, bits, rowAt, normsAt, use, usesEnd, weights, sumAt] = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
const [rest, weighted, impact] = [15, 16, 17];
const heads = 18;

/**
 * A module that exports `words(table, posting, count, lengths, rows)` over an imported memory: S of a document for every query. `table` is the address of a {@link table}, `rows` that of its rows;
 * addresses in it count from its beginning. `posting` is that of the document's postings, with counts that are elsewhere behind them; `lengths` that of its lengths by kind and field, with one more
 * number behind them.
 * Operations and their order are those of `bm25` and of sums over its terms, so the last bit is, too: to add 0 for a field without the term changes nothing.
 */
export function wordModule(at: WordAddresses, { count: queries, k1, fieldWeights }: WordConstants) {
  const [titleWeight, keywordWeight, bodyWeight] = fieldWeights;
  const normalise = Array.from({ length: normsLength / 2 }, (_, pair) => [
    ...constant(0),
    ...[...constant(0), ...load(at.base + 16 * pair)],
    ...[...constant(0), ...load(at.slope + 16 * pair)],
    ...[...localGet(lengths), ...loadAsDoubles(8 * pair), ...multiplyDoubles],
    ...[...constant(0), ...load(at.average + 16 * pair), ...divideDoubles, ...addDoubles],
    ...store(at.norms + 16 * pair),
  ]).flat();
  const countsElsewhere = [
    ...[...localGet(apart), ...loadInteger(0), ...shiftRight(16), ...toDouble],
    ...[...double(titleWeight), ...multiplyDouble, ...inBoth],
    ...[...localGet(apart), ...loadInteger(0), ...constant(0xffff), ...and, ...toDouble],
    ...[...double(keywordWeight), ...multiplyDouble, ...withLane(1), ...localSet(heads)],
    ...[...localGet(apart), ...loadInteger(4), ...toDouble, ...double(bodyWeight), ...multiplyDouble],
    ...localSet(rest),
  ];
  const countsOfItsCode = [
    ...[...localGet(word), ...constant(0xff), ...and, ...shiftLeft(5), ...localTee(use)],
    ...[...load(at.codes), ...localSet(heads), ...localGet(use), ...loadDouble(at.codes + 16), ...localSet(rest)],
  ];
  const isElsewhere = [...localGet(word), ...constant(0xff), ...and, ...constant(elsewhere), ...isEqual];
  const weigh = [
    ...[...localGet(heads), ...localGet(normsAt), ...load(at.norms), ...divideDoubles, ...localTee(heads)],
    ...[...laneOf(0), ...localGet(heads), ...laneOf(1), ...addDouble],
    ...[...localGet(rest), ...localGet(normsAt), ...loadDouble(at.norms + 16), ...divideDouble, ...addDouble],
    ...localSet(weighted),
    ...[...localGet(rowAt), ...loadDouble(0), ...localGet(weighted), ...multiplyDouble],
    ...[...double(k1), ...localGet(weighted), ...addDouble, ...divideDouble, ...localSet(impact)],
  ];
  const findRow = [
    ...[...localGet(tableAt), ...localGet(word), ...shiftRight(13), ...shiftLeft(3), ...add, ...loadInteger(4)],
    // Shifts count by the last five bits of a number.
    ...[...localGet(bits), ...constant(1), ...localGet(word), ...shiftRight(8), ...shiftLeftBy, ...constant(1)],
    ...[...subtract, ...and, ...countBits, ...add, ...shiftLeft(4), ...localGet(rowsAt), ...add, ...localSet(rowAt)],
  ];
  const fromTable = [...localGet(tableAt), ...add];
  const addToSums = [
    ...[...localGet(rowAt), ...loadInteger(8), ...constant(3), ...and, ...constant(24), ...multiply],
    ...localSet(normsAt),
    ...[...isElsewhere, ...when(countsElsewhere, otherwise, countsOfItsCode), ...weigh],
    ...[...localGet(rowAt), ...loadInteger(8), ...constant(3), ...withoutBits, ...fromTable, ...localSet(use)],
    ...[...localGet(rowAt), ...loadInteger(12), ...fromTable, ...localSet(weights)],
    // The next row's uses begin where these end.
    ...[...localGet(rowAt), ...loadInteger(table.rowBytes + 8), ...constant(3), ...withoutBits, ...fromTable],
    ...localSet(usesEnd),
    ...loop(
      [...localGet(use), ...loadShort(0), ...shiftLeft(3), ...localTee(sumAt), ...localGet(sumAt)],
      [...loadDouble(at.sums), ...localGet(use), ...loadShort(2), ...shiftLeft(3), ...localGet(weights), ...add],
      [...loadDouble(0), ...localGet(impact), ...multiplyDouble, ...addDouble, ...storeDouble(at.sums)],
      advance(use, table.useBytes),
      [...localGet(use), ...localGet(usesEnd), ...isLess, ...branchIf(0)],
    ),
  ];
  const body = [
    ...[...constant(at.sums), ...constant(0), ...constant(8 * queries), ...fill],
    ...normalise,
    ...[...localGet(posting), ...localGet(count), ...shiftLeft(2), ...add, ...localTee(end), ...localSet(apart)],
    ...loop(
      [...localGet(posting), ...localGet(end), ...isLess],
      when(
        [...localGet(posting), ...loadInteger(0), ...localSet(word)],
        [...localGet(tableAt), ...localGet(word), ...shiftRight(13), ...shiftLeft(3), ...add],
        [...loadInteger(0), ...localTee(bits), ...localGet(word), ...shiftRight(8), ...shiftRightBy],
        [...constant(1), ...and],
        when(findRow, addToSums),
        isElsewhere,
        when(advance(apart, 4 * wordsElsewhere)),
        advance(posting, 4),
        branch(1),
      ),
    ),
  ];
  return assemble({
    name: 'words',
    parameters: [i32, i32, i32, i32, i32],
    results: [],
    locals: [
      [10, i32],
      [3, f64],
      [1, v128],
    ],
    body,
  });
}
