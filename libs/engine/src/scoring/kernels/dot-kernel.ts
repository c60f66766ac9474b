import {
  add,
  addLanes,
  advance,
  assemble,
  branchIf,
  constant,
  divide,
  dotLanes,
  i32,
  isLess,
  load,
  loadBytes,
  localGet,
  localSet,
  loop,
  move,
  shuffle,
  store,
  subtract,
  v128,
  zeros,
} from './instructions';

/**
 * The inner products of blocks of vectors, in WebAssembly's 128-bit integers: eight products an instruction, summed exactly. The innermost loop is not written out:
 * that makes the compiler of Node 20 keep sums in memory rather than registers, and takes twice the time.
 */

/** Documents and queries that are multiplied at once: eight sums stay in registers. */
const tile = { documents: 2, queries: 4 } as const;
/** Numbers of an instruction. */
export const lanes = 8;

// Parameters, then locals.
const [documents, documentsEnd, queries, queriesEnd, output] = [0, 1, 2, 3, 4];
const query = 5;
const sum = (document: number, at: number): number => 6 + document * tile.queries + at;
const numbers = (document: number): number => 6 + tile.documents * tile.queries + document;
const operand = numbers(tile.documents);
const [rowBelow, documentAt, queryAt] = [operand + 1, operand + 2, operand + 3];

/**
 * A module that exports `dots(documents, documentsEnd, queries, queriesEnd, output)` over an imported memory; all are addresses. Documents have a byte a number, queries two, in
 * tiles of {@link tile}; the products come as rows of 32-bit integers, a row a document.
 * @param stride numbers of a vector, a multiple of {@link lanes}
 */
export function dotModule(stride: number): Uint8Array<ArrayBuffer> {
  const [documentBytes, queryBytes] = [stride, 2 * stride];
  const each = (count: number, code: (at: number) => number[]): number[] =>
    Array.from({ length: count }, (_, at) => code(at)).flat();
  const multiply = [
    ...move(documents, documentAt),
    ...move(query, queryAt),
    ...loop(
      each(tile.documents, (document) => [
        ...[...localGet(documentAt), ...loadBytes(document * documentBytes), ...localSet(numbers(document))],
      ]),
      each(tile.queries, (at) => [
        ...[...localGet(queryAt), ...load(at * queryBytes), ...localSet(operand)],
        ...each(tile.documents, (document) => [
          ...localGet(sum(document, at)),
          ...[...localGet(operand), ...localGet(numbers(document)), ...dotLanes],
          ...[...addLanes, ...localSet(sum(document, at))],
        ]),
      ]),
      advance(documentAt, lanes),
      advance(queryAt, 2 * lanes),
      [...localGet(documentAt), ...localGet(documents), ...constant(documentBytes), ...add, ...isLess, ...branchIf(0)],
    ),
  ];
  const clear = each(tile.documents * tile.queries, (at) => [...zeros, ...localSet(6 + at)]);
  // The rows of a tile begin as far apart as all queries are long: their number follows from their addresses, which the caller has laid out so.
  const write = each(tile.documents, (document) => [
    ...localGet(document === 0 ? output : rowBelow),
    ...sumsOfLanes(document),
    ...store(0),
  ]);
  const rowLength = [
    ...localGet(queriesEnd),
    ...localGet(queries),
    ...subtract,
    ...constant(queryBytes / 4),
    ...divide,
  ];
  const body = loop(
    move(queries, query),
    [...localGet(output), ...rowLength, ...add, ...localSet(rowBelow)],
    loop(
      ...[clear, multiply, write],
      advance(output, 16),
      advance(rowBelow, 16),
      advance(query, tile.queries * queryBytes),
      [...localGet(query), ...localGet(queriesEnd), ...isLess, ...branchIf(0)],
    ),
    // The next tile of documents begins below the last row of this one.
    move(rowBelow, output),
    advance(documents, tile.documents * documentBytes),
    [...localGet(documents), ...localGet(documentsEnd), ...isLess, ...branchIf(0)],
  );
  const vectors = operand - 6 + 1;
  return assemble({
    name: 'dots',
    parameters: [i32, i32, i32, i32, i32],
    results: [],
    // The query; sums, numbers and the operand; the row below and where the innermost loop is.
    locals: [
      [1, i32],
      [vectors, v128],
      [3, i32],
    ],
    body,
  });
}

/** Four sums over the lanes of a document's four products, as one vector. */
function sumsOfLanes(document: number): number[] {
  const halves = (first: number, second: number): number[] => [
    ...[...localGet(first), ...localGet(second), ...shuffle(0, 4, 1, 5)],
    ...[...localGet(first), ...localGet(second), ...shuffle(2, 6, 3, 7)],
    ...addLanes,
  ];
  const [a, b] = [sum(document, 0), sum(document, 2)];
  return [
    ...[...halves(a, sum(document, 1)), ...localSet(a)],
    ...[...halves(b, sum(document, 3)), ...localSet(b)],
    ...[...localGet(a), ...localGet(b), ...shuffle(0, 1, 4, 5)],
    ...[...localGet(a), ...localGet(b), ...shuffle(2, 3, 6, 7)],
    ...addLanes,
  ];
}
