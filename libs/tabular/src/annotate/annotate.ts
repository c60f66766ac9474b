import type { FileFormat } from '@throughtrain/ingestion';
import { capped, chain, expanded, readStart } from '../byte-source';
import { dialectOf, type CsvDialect } from '../csv-dialect';
import { sampleBytes } from '../csv-rows';
import { formatOf } from '../file-kind';
import { fileLimits, type FileLimits } from '../file-limits';
import { annotateCsv } from './annotate-csv';
import { annotateNdjson } from './annotate-ndjson';
import { annotateXlsx } from './annotate-xlsx';
import { OutcomeCursor } from './outcome-cursor';
import type { RowOutcome } from './row-outcome';

/** A file with a column of outcomes; what was compressed is not compressed again. */
export interface AnnotatedFile {
  readonly format: FileFormat;
  /** Of a CSV, that of the file as it came. */
  readonly encoding?: CsvDialect['encoding'];
  readonly bytes: AsyncIterable<Buffer>;
}

/**
 * Writes an import back with what became of each row: a column `导入结果` in CSV and XLSX, a key `importResult` in NDJSON. CSV and NDJSON are
 * written in constant memory. Whoever asks for it reads its bytes to the end or leaves the loop.
 * @param bytes of the import as it was uploaded
 * @param outcomes in the order of their rows
 * @throws DomainError as `FileRowReader` for a file that can not be read, on opening or while reading
 */
export async function annotate(
  bytes: AsyncIterable<Buffer>,
  outcomes: AsyncIterable<RowOutcome>,
  limits: Pick<FileLimits, 'maxExpandedBytes'> & Partial<FileLimits>,
): Promise<AnnotatedFile> {
  const all = fileLimits(limits);
  const source = capped(expanded(bytes), all.maxExpandedBytes);
  try {
    const start = await readStart(source, sampleBytes);
    const format = formatOf(start);
    const told = format === 'csv' && { encoding: dialectOf(start).encoding };
    return { format, ...told, bytes: written(format, chain(start, source), outcomes, all) };
  } catch (error) {
    await source.return();
    throw error;
  }
}

async function* written(
  format: FileFormat,
  bytes: AsyncIterable<Buffer>,
  outcomes: AsyncIterable<RowOutcome>,
  limits: FileLimits,
): AsyncGenerator<Buffer, void, undefined> {
  const cursor = new OutcomeCursor(outcomes);
  try {
    if (format === 'ndjson') yield* annotateNdjson(bytes, cursor);
    else if (format === 'csv') yield* annotateCsv(bytes, cursor, limits.maxRows);
    else yield* annotateXlsx(bytes, cursor, limits);
  } finally {
    await cursor.close();
  }
}
