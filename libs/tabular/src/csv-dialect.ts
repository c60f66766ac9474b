import { isUtf8 } from 'node:buffer';
import { unreadable } from './unreadable';

/** How the text of a CSV file is written. */
export interface CsvDialect {
  readonly encoding: 'utf-8' | 'gb18030';
  readonly delimiter: ',' | ';' | '\t';
  /** Bytes of the byte order mark. */
  readonly markBytes: number;
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const utf16Marks = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];
const delimiters = [',', ';', '\t'] as const;
/** Of so much of the header the delimiter is found. */
const mostHeaderBytes = 65_536;
const nonAscii = /[\x80-\xff]/;
const gb18030 = new TextDecoder('gb18030', { fatal: true });
/** Three-byte characters of UTF-8 that do not come together in GB18030 text by chance. */
const telling = 4;

/**
 * Finds encoding and delimiter by content. The encoding is that in which most lines of the start can be read which hold more than ASCII, UTF-8
 * where lines are equal in number: a damaged line must not turn a whole file into other characters. What does not fit later is a fault of its row.
 * @param start of the file, long enough to tell; its last line may be cut off
 * @throws DomainError invalid `import.unreadable` for UTF-16
 */
export function dialectOf(start: Buffer): CsvDialect {
  if (utf16Marks.some((mark) => startsWith(start, mark))) throw unreadable('utf-16');
  const markBytes = startsWith(start, byteOrderMark) ? byteOrderMark.length : 0;
  const text = start.toString('latin1', markBytes);
  return { encoding: markBytes > 0 ? 'utf-8' : encodingOf(text), delimiter: delimiterOf(headerOf(text)), markBytes };
}

/** Whether a file begins with these bytes. */
export function startsWith(bytes: Buffer, magic: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}

/** @param text one character for each byte */
function encodingOf(text: string): CsvDialect['encoding'] {
  const lines = text.split(/[\r\n]+/);
  // The cut may go through a character, so the last line counts only when there is no other.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  const [last = ''] = lines.slice(-1);
  const told = whole.filter((line) => nonAscii.test(line));
  const judged = told.length > 0 ? told : [last].filter((line) => nonAscii.test(line));
  const inUtf8 = judged.filter((line) => isUtf8(Buffer.from(line, 'latin1'))).length;
  return inUtf8 * 2 >= judged.length ? 'utf-8' : 'gb18030';
}

/** The first line that is not blank, with the lines of its quoted cells. */
function headerOf(text: string): string {
  const header = /[^\s"](?:[^"\r\n]|"[^"]*")*|"(?:[^"\r\n]|"[^"]*")*/.exec(text.trimStart().slice(0, mostHeaderBytes));
  return header?.[0] ?? '';
}

function delimiterOf(header: string): CsvDialect['delimiter'] {
  const bare = header.replace(/"[^"]*"/g, '');
  const count = (delimiter: string): number => bare.split(delimiter).length;
  return delimiters.reduce((best, one) => (count(one) > count(best) ? one : best));
}

/**
 * Reads one cell in an encoding, strictly.
 * @param field one character for each byte
 * @returns undefined when the bytes are not text in that encoding
 */
export function decodeField(field: string, encoding: CsvDialect['encoding']): string | undefined {
  if (field.includes('\0')) return undefined;
  if (!nonAscii.test(field)) return field;
  const bytes = Buffer.from(field, 'latin1');
  if (encoding === 'utf-8') return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
  try {
    return gb18030.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether a row of a GB18030 file is UTF-8 in truth: it would read as other Chinese characters without a fault. */
export function isUtf8InDisguise(fields: readonly string[]): boolean {
  const text = fields.join('\n');
  const characters = text.match(/[\xe0-\xef][\x80-\xbf]{2}/g)?.length ?? 0;
  return characters >= telling && isUtf8(Buffer.from(text, 'latin1'));
}
