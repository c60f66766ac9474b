import { mostRows } from '@throughtrain/contracts';

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

/** All caps of a file: those given, and the usual ones for the rest. */
export function fileLimits(limits: Pick<FileLimits, 'maxExpandedBytes'> & Partial<FileLimits>): FileLimits {
  return { ...usual, ...limits };
}
