import { countsOfCode as countsByCode, elsewhere, wordsElsewhere } from '../../index/posting';
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
  times,
  toDouble,
  v128,
  when,
  withLane,
  withoutBits,
} from './instructions';

/**
 * The table of the terms that some query asks for. For each 32 terms of the library eight bytes: a bit for each that is asked for, and how many are before them. So rows, in the order of their terms,
 * are found without a number for each term of the library, and all of it stays in the nearer caches. A row: what impacts of its term count by, 64 bits; where its uses begin, with its kind in the last
 * two bits; from where the weights of its uses are counted. A use: the number of the query, and that of the weight, 16 bits each.
 */
export const askedLayout = { wordBytes: 8, rowBytes: 16, usesAndKind: 8, weights: 12, useBytes: 4 } as const;
const { wordBytes, rowBytes, usesAndKind, useBytes } = askedLayout;
const kindBits = 3;
/** Norms of a kind: three fields of 64 bits. */
const kindBytes = 24;
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
      weights[weightsPerCode * code + field] = weight * (countsByCode[3 * code + field] ?? 0);
  return weights;
}

// Parameters, then locals.
const [tableAt, posting, count, lengths, rowsAt] = [0, 1, 2, 3, 4];
const [end, apart, word, bits, rowAt, normsAt, use, usesEnd, weights, sumAt] = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
const [rest, weighted, impact] = [15, 16, 17];
const heads = 18;

/** Of a posting the term stands above its code; a word of the table has 32 terms. */
const wordOfTable = [...[...localGet(tableAt), ...localGet(word), ...shiftRight(8 + 5), ...times(wordBytes), ...add]];
const isElsewhere = [...localGet(word), ...constant(0xff), ...and, ...constant(elsewhere), ...isEqual];

/**
 * A module that exports `words(table, posting, count, lengths, rows)` over an imported memory: S of a document for every query. `table` is the address of an {@link askedLayout}, `rows` that of its rows;
 * addresses in it count from its beginning. `posting` is that of the document's postings, with counts that are elsewhere behind them; `lengths` that of its lengths by kind and field, with one more
 * number behind them.
 * Operations and their order are those of `bm25` and of sums over its terms, so the last bit is, too: to add 0 for a field without the term changes nothing.
 */
export function wordModule(at: WordAddresses, constants: WordConstants): Uint8Array<ArrayBuffer> {
  const addToSums = [
    ...[...isElsewhere, ...when(countsElsewhere(constants), otherwise, countsOfCode(at)), ...weigh(at, constants)],
    ...addToQueries(at),
  ];
  const body = [
    ...[...constant(at.sums), ...constant(0), ...constant(8 * constants.count), ...fill],
    ...normalise(at),
    ...[...localGet(posting), ...localGet(count), ...shiftLeft(2), ...add, ...localTee(end), ...localSet(apart)],
    ...loop(
      [...localGet(posting), ...localGet(end), ...isLess],
      when(
        [...localGet(posting), ...loadInteger(0), ...localSet(word)],
        [...wordOfTable, ...loadInteger(0), ...localTee(bits), ...localGet(word), ...shiftRight(8), ...shiftRightBy],
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

/** 1 - b + b × length / average, by kind and field. */
function normalise(at: WordAddresses): number[] {
  return Array.from({ length: normsLength / 2 }, (_, pair) => [
    ...constant(0),
    ...[...constant(0), ...load(at.base + 16 * pair)],
    ...[...constant(0), ...load(at.slope + 16 * pair)],
    ...[...localGet(lengths), ...loadAsDoubles(8 * pair), ...multiplyDoubles],
    ...[...constant(0), ...load(at.average + 16 * pair), ...divideDoubles, ...addDoubles],
    ...store(at.norms + 16 * pair),
  ]).flat();
}

/** What counts weigh: title and keywords in `heads`, the body in `rest`. */
function countsElsewhere({ fieldWeights: [title, keywords, body] }: WordConstants): number[] {
  return [
    ...[...localGet(apart), ...loadInteger(0), ...shiftRight(16), ...toDouble],
    ...[...double(title), ...multiplyDouble, ...inBoth],
    ...[...localGet(apart), ...loadInteger(0), ...constant(0xffff), ...and, ...toDouble],
    ...[...double(keywords), ...multiplyDouble, ...withLane(1), ...localSet(heads)],
    ...[...localGet(apart), ...loadInteger(4), ...toDouble, ...double(body), ...multiplyDouble, ...localSet(rest)],
  ];
}

function countsOfCode({ codes }: WordAddresses): number[] {
  return [
    ...[...localGet(word), ...constant(0xff), ...and, ...times(8 * weightsPerCode), ...localTee(use)],
    ...[...load(codes), ...localSet(heads), ...localGet(use), ...loadDouble(codes + 16), ...localSet(rest)],
  ];
}

const findRow = [
  ...[...wordOfTable, ...loadInteger(4)],
  // Shifts count by the last five bits of a number.
  ...[...localGet(bits), ...constant(1), ...localGet(word), ...shiftRight(8), ...shiftLeftBy, ...constant(1)],
  ...[...subtract, ...and, ...countBits, ...add, ...times(rowBytes), ...localGet(rowsAt), ...add],
  ...localSet(rowAt),
];

/** The impact of a term: scale × weighted / (k1 + weighted). */
function weigh({ norms }: WordAddresses, { k1 }: WordConstants): number[] {
  return [
    ...[...localGet(rowAt), ...loadInteger(usesAndKind), ...constant(kindBits), ...and],
    ...[...constant(kindBytes), ...multiply, ...localSet(normsAt)],
    ...[...localGet(heads), ...localGet(normsAt), ...load(norms), ...divideDoubles, ...localTee(heads)],
    ...[...laneOf(0), ...localGet(heads), ...laneOf(1), ...addDouble],
    ...[...localGet(rest), ...localGet(normsAt), ...loadDouble(norms + 16), ...divideDouble, ...addDouble],
    ...localSet(weighted),
    ...[...localGet(rowAt), ...loadDouble(0), ...localGet(weighted), ...multiplyDouble],
    ...[...double(k1), ...localGet(weighted), ...addDouble, ...divideDouble, ...localSet(impact)],
  ];
}

/** Adds weight × impact to the sum of each query that asks. */
function addToQueries({ sums }: WordAddresses): number[] {
  const fromTable = [...localGet(tableAt), ...add];
  const usesOf = (after: number): number[] => [
    ...[...localGet(rowAt), ...loadInteger(after + usesAndKind), ...constant(kindBits), ...withoutBits, ...fromTable],
  ];
  return [
    ...[...usesOf(0), ...localSet(use)],
    // The next row's uses begin where these end.
    ...[...usesOf(rowBytes), ...localSet(usesEnd)],
    ...[...localGet(rowAt), ...loadInteger(askedLayout.weights), ...fromTable, ...localSet(weights)],
    ...loop(
      [...localGet(use), ...loadShort(0), ...shiftLeft(3), ...localTee(sumAt), ...localGet(sumAt)],
      [...loadDouble(sums), ...localGet(use), ...loadShort(2), ...shiftLeft(3), ...localGet(weights), ...add],
      [...loadDouble(0), ...localGet(impact), ...multiplyDouble, ...addDouble, ...storeDouble(sums)],
      advance(use, useBytes),
      [...localGet(use), ...localGet(usesEnd), ...isLess, ...branchIf(0)],
    ),
  ];
}
