/** Something wrong with a file that was given; the message names file, line, field and reason. */
export class InputFault extends Error {
  /** @param at line from 1, and the field of the record */
  constructor(file: string, reason: string, at: { readonly line?: number; readonly field?: string } = {}) {
    const place = [file, at.line === undefined ? '' : `line ${at.line}`, at.field ?? ''];
    super(`${place.filter((part) => part !== '').join(', ')}: ${reason}`);
  }
}
