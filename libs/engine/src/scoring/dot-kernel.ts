/**
 * The inner products of blocks of vectors, in WebAssembly's 128-bit integers: eight products an instruction, summed exactly. The innermost loop is not written out:
 * that makes the compiler of Node 20 keep sums in memory rather than registers, and takes twice the time.
 */

const [blockType, i32, v128] = [0x40, 0x7f, 0x7b];
const localGet = (local: number): number[] => [0x20, local];
const localSet = (local: number): number[] => [0x21, local];
const constant = (value: number): number[] => [0x41, ...signed(value)];
const add = [0x6a];
const isLess = [0x49];
const [end, branchIf] = [[0x0b], (depth: number): number[] => [0x0d, depth]];
const loop = (...body: number[][]): number[] => [0x03, blockType, ...body.flat(), ...end];
/** Loads eight bytes as eight 16-bit numbers. */
const loadBytes = (offset: number): number[] => [0xfd, 0x01, 0, ...unsigned(offset)];
const load = (offset: number): number[] => [0xfd, 0x00, 0, ...unsigned(offset)];
const store = (offset: number): number[] => [0xfd, 0x0b, 0, ...unsigned(offset)];
const zeros = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
/** @param lanes of 32 bits, 0 to 3 of the first operand, 4 to 7 of the second */
const shuffle = (...lanes: number[]): number[] => [
  ...[0xfd, 0x0d],
  ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
];
const addLanes = [0xfd, 0xae, 0x01];
/** Products of eight 16-bit numbers, added in pairs to four of 32 bits. */
const dotLanes = [0xfd, 0xba, 0x01];

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
  const rowLength = [...localGet(queriesEnd), ...localGet(queries), ...[0x6b], ...constant(queryBytes / 4), ...[0x6e]];
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
  return assemble(body);
}

const move = (from: number, to: number): number[] => [...localGet(from), ...localSet(to)];
const advance = (local: number, by: number): number[] => [
  ...localGet(local),
  ...constant(by),
  ...add,
  ...localSet(local),
];

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

function assemble(body: readonly number[]): Uint8Array<ArrayBuffer> {
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];
  const vectors = operand - 6 + 1;
  // The query; sums, numbers and the operand; the row below and where the innermost loop is.
  const locals = [3, 1, i32, vectors, v128, 3, i32];
  const code = [...locals, ...body, ...end];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]),
    ...section(2, [1, ...name('env'), ...name('memory'), 0x02, 0x00, 0x01]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('dots'), 0x00, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

/** LEB128, as the format writes numbers. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

/** LEB128 of a positive number that is read with a sign. */
function signed(value: number): number[] {
  const bytes = unsigned(value);
  const last = bytes.at(-1) ?? 0;
  return last < 0x40 ? bytes : [...bytes.slice(0, -1), last | 0x80, 0];
}
