import { DomainError } from '@throughtrain/domain';
import { RowReader, type OpenedFile } from '@throughtrain/ingestion';
import { capped, chain, expanded, readStart } from './byte-source';
import { csvRows, openCsv, sampleBytes } from './csv-rows';
import { formatOf } from './file-kind';
import { fileLimits, type FileLimits } from './file-limits';
import { ndjsonRows } from './ndjson-rows';
import { openTable } from './table-rows';
import { openWorkbook } from './workbook/workbook';

/**
 * Reads NDJSON, CSV and XLSX workbooks, plain or gzip. NDJSON and CSV are read in constant memory; of a workbook the file itself and its shared
 * strings are held, its rows are read as a stream.
 */
export class FileRowReader extends RowReader {
  private readonly limits: FileLimits;

  constructor(limits: Pick<FileLimits, 'maxExpandedBytes'> & Partial<FileLimits>) {
    super();
    this.limits = fileLimits(limits);
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
