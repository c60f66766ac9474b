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
/** Latin, phonetic, Greek, Cyrillic, Armenian, Hebrew, Arabic and further ones. */
const alphabets = [
  /[\u00c0-\u024f]/,
  /[\u0250-\u02ff]/,
  /[\u0370-\u03ff]/,
  /[\u0400-\u052f]/,
  /[\u0530-\u058f]/,
  /[\u0590-\u05ff]/,
  /[\u0600-\u07ff]/,
];
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
  const inUtf8 = judged.filter((line) => isUtf8(Buffer.from(line, 'latin1')) && !isGb18030InDisguise(line)).length;
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

/**
 * Whether a row reads as other characters without a fault, since it is written in the other encoding in truth.
 * @param fields one character for each byte, valid in `encoding`
 */
export function isInDisguise(fields: readonly string[], encoding: CsvDialect['encoding']): boolean {
  const text = fields.join('\n');
  if (!nonAscii.test(text)) return false;
  return encoding === 'utf-8' ? isGb18030InDisguise(text) : isUtf8InDisguise(text);
}

/** UTF-8 Chinese is three bytes a character, which come together in GB18030 text only by chance, and the more seldom the more there are. */
function isUtf8InDisguise(text: string): boolean {
  const characters = text.match(/[\xe0-\xef][\x80-\xbf]{2}/g)?.length ?? 0;
  return characters >= telling && isUtf8(Buffer.from(text, 'latin1'));
}

/** Some Chinese characters of GB18030 are letters in UTF-8 (石墨烯 reads ʯīϩ), of alphabets that no word mixes. */
function isGb18030InDisguise(text: string): boolean {
  return (text.match(/(?:[\xc2-\xdf][\x80-\xbf]){2,}/g) ?? []).some((run) => {
    const letters = [...Buffer.from(run, 'latin1').toString('utf8')];
    return new Set(letters.map(alphabetOf).filter((alphabet) => alphabet >= 0)).size > 1;
  });
}

/** @returns the place of a letter's alphabet; -1 for what goes with several */
function alphabetOf(letter: string): number {
  return alphabets.findIndex((alphabet) => alphabet.test(letter));
}
