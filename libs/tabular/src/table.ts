/** What a cell holds; an absent one is empty. */
export type Cell = string | number | undefined;

export interface Column {
  readonly key: string;
  readonly header: string;
  /** In characters of the standard font; a Chinese character takes two. */
  readonly width?: number;
  /** Places after the point that a reader is shown; the file keeps the number as it is where its format can. */
  readonly decimals?: number;
}

/** A table on its way to a file. */
export interface Table {
  readonly sheet: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}
