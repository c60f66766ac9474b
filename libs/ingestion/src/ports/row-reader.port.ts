/** A row that could not be read, and why. Row numbers count from 1. */
export interface UnreadRow {
  readonly row: number;
  /** The column is told by its header, or by its letters where it has none. */
  readonly fault: { readonly code: string; readonly message: string; readonly column?: string };
}

/** A line of NDJSON: a parsed value. */
export interface ObjectRow {
  readonly row: number;
  readonly value: unknown;
  /** Size of the row in the file, in bytes. */
  readonly bytes: number;
  /** Keys that an object of the row holds more than once, so that `value` lacks what they said before. */
  readonly repeatedKeys: readonly string[];
}

/**
 * A row of a table below its header: the text of each cell, in the order of the header, '' where it is empty. Rows are numbered as a spreadsheet
 * program shows them, blank ones counted.
 */
export interface CellRow {
  readonly row: number;
  readonly cells: readonly string[];
  /** Size of the row in the file, in bytes; of a workbook the size of its text. */
  readonly bytes: number;
}

export type ReadRow = ObjectRow | CellRow | UnreadRow;

export const fileFormats = ['ndjson', 'csv', 'xlsx'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** A file whose kind is known and whose rows are read one by one. */
export type OpenedFile =
  | { readonly format: 'ndjson'; readonly rows: AsyncIterable<ObjectRow | UnreadRow> }
  | {
      readonly format: 'csv' | 'xlsx';
      /** Of a CSV; of a workbook always UTF-8. */
      readonly encoding: 'utf-8' | 'gb18030';
      /** As written, trimmed; one for each column, '' where the header is empty. */
      readonly headers: readonly string[];
      /** Names of visible sheets that are not read, since the rows come from the first that holds any. */
      readonly otherSheets?: readonly string[];
      readonly rows: AsyncIterable<CellRow | UnreadRow>;
    };

/** Turns the bytes of a file into rows. */
export abstract class RowReader {
  /**
   * Finds out by its content what a file is and reads its rows as a stream. Whoever opens it reads its rows to the end or leaves the loop.
   * @throws DomainError invalid `import.unreadable` with a reason of `unreadableReasons`, `import.too-many-rows`, `request.too-large`, `import.empty` for faults of the file as a
   *   whole, on opening or while reading
   */
  abstract open(bytes: AsyncIterable<Buffer>): Promise<OpenedFile>;
}
