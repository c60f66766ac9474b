import { createHash } from 'node:crypto';
import type { Term } from '../tokeniser';

/** A row per term whose sums are the vectors of texts. The length of a row carries the weight of its term. */
export interface EmbeddingTable {
  /** Name and training of the table. */
  readonly name: string;
  /** Version of the analysis whose terms the rows belong to. */
  readonly analyserVersion: string;
  /** Numbers a row. */
  readonly dimensions: number;
  /** Sorted by code unit. */
  readonly terms: readonly Term[];
  /** Papers of the training that hold each term. */
  readonly documentCounts: Uint32Array;
  /** What one unit of a row stands for, by row. */
  readonly scales: Float32Array;
  /** Row by row, `dimensions` numbers each. */
  readonly rows: Int8Array;
}

/** What the first line of a table file says of the rest. */
interface TableHeader {
  readonly format: typeof formatName;
  readonly name: string;
  readonly analyserVersion: string;
  readonly dimensions: number;
  readonly rows: number;
  readonly vocabularyBytes: number;
  /** Of all bytes after the header, in hexadecimals. */
  readonly sha256: string;
}

const formatName = 'throughtrain-embedding-table-1';
const longestHeader = 1_000;
const lineEnd = 10;

/**
 * A file of a table: a JSON line; a line `term TAB documents` for each row, padded by line ends to a multiple of four bytes; a float32 scale for each row, little
 * endian; the rows. The same table gives the same bytes.
 */
export function formatEmbeddingTable(table: EmbeddingTable): Uint8Array {
  const lines = table.terms.map((term, row) => `${term}\t${table.documentCounts[row] ?? 0}\n`).join('');
  const unpadded = new TextEncoder().encode(lines);
  const vocabularyBytes = Math.ceil(unpadded.length / 4) * 4;
  const scaleBytes = table.terms.length * 4;
  const payload = new Uint8Array(vocabularyBytes + scaleBytes + table.rows.length).fill(lineEnd, 0, vocabularyBytes);
  payload.set(unpadded);
  const view = new DataView(payload.buffer, vocabularyBytes);
  table.scales.forEach((scale, row) => view.setFloat32(row * 4, scale, true));
  payload.set(
    new Uint8Array(table.rows.buffer, table.rows.byteOffset, table.rows.length),
    vocabularyBytes + scaleBytes,
  );
  const header: TableHeader = {
    format: formatName,
    name: table.name,
    analyserVersion: table.analyserVersion,
    dimensions: table.dimensions,
    rows: table.terms.length,
    vocabularyBytes,
    sha256: sha256Of(payload),
  };
  const head = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}

/**
 * Reverse of {@link formatEmbeddingTable}.
 * @returns the table with the SHA-256 of its content, which has been checked
 * @throws RangeError when the bytes are no table, or another than their header says
 */
export function parseEmbeddingTable(bytes: Uint8Array): { readonly table: EmbeddingTable; readonly sha256: string } {
  const headerEnd = bytes.subarray(0, longestHeader).indexOf(lineEnd);
  const header = headerOf(bytes.subarray(0, Math.max(0, headerEnd)));
  // A copy from its own start on: slice() of a Buffer is none, and float32 need not lie at every offset.
  const payload = new Uint8Array(bytes.subarray(headerEnd + 1));
  const { rows: count, dimensions, vocabularyBytes } = header;
  if (payload.length !== vocabularyBytes + count * (4 + dimensions))
    throw new RangeError('the embedding table is not as long as its header says');
  if (sha256Of(payload) !== header.sha256)
    throw new RangeError('the embedding table does not have the hash of its header');
  const lines = new TextDecoder().decode(payload.subarray(0, vocabularyBytes)).trimEnd().split('\n');
  if (lines.length !== count) throw new RangeError('the embedding table does not have a term for each row');
  const terms = new Array<Term>(count);
  const documentCounts = new Uint32Array(count);
  lines.forEach((line, row) => {
    const tab = line.indexOf('\t');
    terms[row] = line.slice(0, tab);
    documentCounts[row] = Number(line.slice(tab + 1));
  });
  const view = new DataView(payload.buffer, vocabularyBytes);
  const table = {
    name: header.name,
    analyserVersion: header.analyserVersion,
    dimensions,
    terms,
    documentCounts,
    scales: Float32Array.from({ length: count }, (_, row) => view.getFloat32(row * 4, true)),
    rows: new Int8Array(payload.buffer, vocabularyBytes + count * 4, count * dimensions),
  };
  return { table, sha256: header.sha256 };
}

function headerOf(bytes: Uint8Array): TableHeader {
  try {
    const header = JSON.parse(new TextDecoder().decode(bytes)) as Partial<TableHeader>;
    if (header.format === formatName) return header as TableHeader;
  } catch {
    // Told below, like a header of another format.
  }
  throw new RangeError(`the file is no embedding table of the format ${formatName}`);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Rounds rows to eight bits, each by its own scale.
 * @param rows row by row, `dimensions` numbers each
 */
export function quantiseRows(rows: Float32Array, dimensions: number): Pick<EmbeddingTable, 'rows' | 'scales'> {
  const quantised = new Int8Array(rows.length);
  const scales = new Float32Array(rows.length / dimensions);
  for (let row = 0; row < scales.length; row += 1) {
    const values = rows.subarray(row * dimensions, (row + 1) * dimensions);
    const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / 127;
    scales[row] = scale;
    if (scale > 0) values.forEach((value, k) => (quantised[row * dimensions + k] = Math.round(value / scale)));
  }
  return { rows: quantised, scales };
}
