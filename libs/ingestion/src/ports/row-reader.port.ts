/** A row of a file: a parsed value, or why the line could not be read. Row numbers count from 1. */
export type ReadRow =
  | {
      readonly row: number;
      readonly value: unknown;
      /** Size of the row in the file, in bytes. */
      readonly bytes: number;
      /** Keys that an object of the row holds more than once, so that `value` lacks what they said before. */
      readonly repeatedKeys: readonly string[];
    }
  | { readonly row: number; readonly fault: { readonly code: string; readonly message: string } };

/** Turns the bytes of a file into rows. */
export abstract class RowReader {
  /**
   * Reads rows as a stream, in constant memory. Gzip is found by content.
   * @throws DomainError invalid `import.unreadable`, `import.too-many-rows`, `request.too-large`, `import.empty` for faults of the file as a whole
   */
  abstract rows(bytes: AsyncIterable<Buffer>): AsyncIterable<ReadRow>;
}
