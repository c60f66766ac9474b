import type { FileFormat } from '@throughtrain/ingestion';
import type { UnreadableReason } from '@throughtrain/domain';
import { startsWith } from './csv-dialect';
import { unreadable } from './unreadable';

const zip = Buffer.from('PK\u0003\u0004');
const ole2 = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** Name of the stream that holds a workbook under a password. */
const encryptedStream = Buffer.from('EncryptedPackage', 'utf16le');
const byteOrderMark = '\u00ef\u00bb\u00bf';

/** Files that are no text and do not all begin with a zero byte in their first line. */
const otherMagic = [
  '%PDF-',
  '\u0089PNG',
  '\u00ff\u00d8\u00ff',
  'GIF8',
  'Rar!',
  '7z\u00bc\u00af',
  '\u001f\u008b',
  'PK\u0005\u0006',
  '{\\rtf',
].map((magic) => Buffer.from(magic, 'latin1'));

/** What text begins with that is no table, whatever follows. */
const otherText: readonly (readonly [RegExp, UnreadableReason])[] = [
  [/^<[!?a-z]/i, 'markup'],
  [/^\[\s*(?:[[{"\d\]-]|$)/, 'json-document'],
];

/**
 * Finds out by content what a file is, whatever its name or header says: a zip container is taken for a workbook, an object for NDJSON, any other
 * text for CSV.
 * @param start of the file after decompression
 * @throws DomainError invalid `import.unreadable` for what is known to be something else
 */
export function formatOf(start: Buffer): FileFormat {
  if (startsWith(start, zip)) return 'xlsx';
  if (startsWith(start, ole2)) throw unreadable(start.includes(encryptedStream) ? 'encrypted' : 'old-workbook');
  if (otherMagic.some((magic) => startsWith(start, magic))) throw unreadable('not-a-table');
  const text = start.toString('latin1');
  const content = (text.startsWith(byteOrderMark) ? text.slice(byteOrderMark.length) : text).trimStart();
  const other = otherText.find(([pattern]) => pattern.test(content));
  if (other) throw unreadable(other[1]);
  if (content.startsWith('{')) return 'ndjson';
  const [header = ''] = content.split(/[\r\n]/, 1);
  const isUtf16 = /^(?:\xff\xfe|\xfe\xff)/.test(header);
  if (header.includes('\0') && !isUtf16) throw unreadable('not-a-table');
  return 'csv';
}
