import { mostRows } from '@throughtrain/contracts';
import { DomainError } from '@throughtrain/domain';
import { RowReader, type OpenedFile } from '@throughtrain/ingestion';
import { capped, chain, expanded, readStart } from './byte-source';
import { csvRows, openCsv, sampleBytes } from './csv-rows';
import { formatOf } from './file-kind';
import { ndjsonRows } from './ndjson-rows';
import { openTable } from './table-rows';
import { openWorkbook } from './workbook/workbook';

const megabyte = 1_048_576;

/** What a file may be at most. */
export interface FileLimits {
  /** Size after decompression of gzip. */
  readonly maxExpandedBytes: number;
  readonly maxRows: number;
  readonly maxColumns: number;
  readonly maxWorkbookBytes: number;
  /** Size of all parts of a workbook that are read, after decompression. */
  readonly maxWorkbookExpandedBytes: number;
  readonly maxWorkbookRows: number;
}

const usual: Omit<FileLimits, 'maxExpandedBytes'> = {
  maxRows: mostRows,
  maxColumns: 200,
  maxWorkbookBytes: 20 * megabyte,
  maxWorkbookExpandedBytes: 400 * megabyte,
  maxWorkbookRows: 50_000,
};

/**
 * Reads NDJSON, CSV and XLSX workbooks, plain or gzip. NDJSON and CSV are read in constant memory; of a workbook the file itself and its shared
 * strings are held, its rows are read as a stream.
 */
export class FileRowReader extends RowReader {
  private readonly limits: FileLimits;

  constructor(limits: Pick<FileLimits, 'maxExpandedBytes'> & Partial<FileLimits>) {
    super();
    this.limits = { ...usual, ...limits };
  }

  override async open(bytes: AsyncIterable<Buffer>): Promise<OpenedFile> {
    const { maxExpandedBytes, maxRows } = this.limits;
    const source = capped(expanded(bytes), maxExpandedBytes);
    try {
      const start = await readStart(source, sampleBytes);
      const format = formatOf(start);
      const whole = chain(start, source);
      if (format === 'ndjson') return { format, rows: ndjsonRows(whole, maxRows) };
      return format === 'csv' ? await this.openCsv(whole) : await openWorkbook(whole, this.limits);
    } catch (error) {
      await source.return();
      throw error;
    }
  }

  private async openCsv(bytes: AsyncIterable<Buffer>): Promise<OpenedFile> {
    const csv = await openCsv(bytes, this.limits.maxRows);
    const table = await openTable(csvRows(csv), this.limits);
    if (!table) throw new DomainError('invalid', 'import.empty');
    return { format: 'csv', encoding: csv.dialect.encoding, ...table };
  }
}
