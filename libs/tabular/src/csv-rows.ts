import { DomainError } from '@throughtrain/domain';
import { chain, readStart } from './byte-source';
import { decodeField, dialectOf, isInDisguise, type CsvDialect } from './csv-dialect';
import { csvRecords, type CsvRecord } from './csv-records';
import { withoutApostrophe } from './inert';
import { mostLinesFor } from './ndjson-rows';
import { outcomeHeader, type CellProblem, type RawRow } from './table-rows';

/** So much of a file is looked at to find its encoding. */
export const sampleBytes = 1_048_576;

/** A CSV file whose encoding and delimiter are known. */
export interface OpenedCsv {
  readonly dialect: CsvDialect;
  /** As the file was before it was given back with its outcomes, if it was. */
  readonly records: AsyncGenerator<CsvRecord, void, undefined>;
}

/**
 * Opens a CSV file.
 * @throws DomainError invalid `import.unreadable`, on opening or while reading; `import.too-many-rows` while reading more lines than `maxRows` need
 */
export async function openCsv(bytes: AsyncIterable<Buffer>, maxRows: number): Promise<OpenedCsv> {
  const source = bytes[Symbol.asyncIterator]();
  try {
    const start = await readStart(source, sampleBytes);
    const dialect = dialectOf(start);
    const content = chain(start.subarray(dialect.markBytes), source);
    const records = withinLines(csvRecords(content, dialect.delimiter), maxRows);
    return { dialect, records: asBeforeOutcomes(records, dialect) };
  } catch (error) {
    await source.return?.();
    throw error;
  }
}

async function* withinLines(
  records: AsyncIterable<CsvRecord>,
  maxRows: number,
): AsyncGenerator<CsvRecord, void, undefined> {
  const mostLines = mostLinesFor(maxRows + 1);
  for await (const record of records) {
    if (record.row > mostLines) throw new DomainError('invalid', 'import.too-many-rows', { maxRows });
    yield record;
  }
}

/** A file that was given back with its outcomes has apostrophes in front of texts, which were not there before. */
async function* asBeforeOutcomes(
  records: AsyncIterable<CsvRecord>,
  { encoding }: CsvDialect,
): AsyncGenerator<CsvRecord, void, undefined> {
  const textOf = (field: string): string => decodeField(field, encoding) ?? field;
  let hasOutcomes: boolean | undefined;
  for await (const record of records) {
    if (hasOutcomes === undefined && record.fields.some((field) => field.trim() !== ''))
      hasOutcomes = record.fields.some((field) => textOf(field).trim() === outcomeHeader);
    yield hasOutcomes ? { ...record, fields: record.fields.map((field) => before(field, textOf(field))) } : record;
  }
}

const before = (field: string, text: string): string => (withoutApostrophe(text) === text ? field : field.slice(1));

/** Reads the cells of each row; a row that is not text in the encoding of the file has a problem. */
export async function* csvRows({ dialect, records }: OpenedCsv): AsyncGenerator<RawRow, void, undefined> {
  for await (const { row, fields, bytes } of records) {
    const cells = fields.map((field) => decodeField(field, dialect.encoding));
    const broken = cells.indexOf(undefined);
    const problem = broken >= 0 ? notText(broken, dialect) : isForeign(fields, dialect) ? foreign : undefined;
    yield { row, cells: cells.map((cell) => cell ?? ''), bytes, ...(problem && { problem }) };
  }
}

const foreign: CellProblem = {
  at: -1,
  code: 'row.not-text',
  message: 'is written in another encoding than the rest of the file, as it seems',
};

/** A byte order mark leaves no doubt about the encoding. */
function isForeign(fields: readonly string[], { encoding, markBytes }: CsvDialect): boolean {
  return markBytes === 0 && isInDisguise(fields, encoding);
}

function notText(at: number, { encoding }: CsvDialect): CellProblem {
  const name = encoding === 'utf-8' ? 'UTF-8' : 'GB18030';
  return { at, code: 'row.not-text', message: `is not text in ${name}, which the file is written in` };
}
