import { gzipSync } from 'node:zlib';
import { FileRowReader } from './file-row-reader';
import { formatOf } from './file-kind';

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const ole2 = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const read = (...pieces: readonly (string | Buffer)[]) => {
  async function* bytes() {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  return new FileRowReader({ maxExpandedBytes: 1_000_000 }).open(bytes());
};

describe('formatOf', () => {
  it.each([
    ['{"a":1}', 'ndjson'],
    ['\ufeff\r\n  {"a":1}', 'ndjson'],
    ['PK\u0003\u0004', 'xlsx'],
    ['名称,摘要\n', 'csv'],
    ['[名称],摘要\n', 'csv'],
    ['PK,名称\n', 'csv'],
    ['', 'csv'],
  ])('takes %j for %s', (text, format) => {
    expect(formatOf(Buffer.from(text))).toBe(format);
  });

  it.each([
    ['a workbook of Excel 97-2003', Buffer.concat([ole2, Buffer.alloc(600)]), 'old-workbook'],
    ['a workbook under a password', Buffer.concat([ole2, Buffer.alloc(600), utf16('EncryptedPackage')]), 'encrypted'],
    ['PDF', '%PDF-1.7\n', 'not-a-table'],
    ['PNG', Buffer.from('89504e470d0a1a0a', 'hex'), 'not-a-table'],
    ['JPEG', Buffer.from('ffd8ffe000104a464946', 'hex'), 'not-a-table'],
    ['an empty zip', 'PK\u0005\u0006', 'not-a-table'],
    ['gzip within gzip', gzipSync(gzipSync('a,b\n1,2\n')), 'not-a-table'],
    ['a program', Buffer.from('7f454c46020101000000', 'hex'), 'not-a-table'],
    ['UTF-16 without a mark', utf16('名称,摘要\nabc,d\n'), 'not-a-table'],
    ['UTF-16', utf16('\ufeff名称,摘要\n'), 'utf-16'],
    ['UTF-16 of the other order', utf16('\ufeff名称,摘要\n').swap16(), 'utf-16'],
    ['gzip that is cut short', gzipSync('a,b\n1,2\n').subarray(0, -6), 'broken-gzip'],
    ['HTML', '\r\n<html><table><tr><td>1</td></tr></table></html>', 'markup'],
    ['XML', '<?xml version="1.0"?><Workbook/>', 'markup'],
    ['a list in JSON', '[\n {"a":1}]', 'json-document'],
    ['a list of texts in JSON', '["a"]', 'json-document'],
  ])('refuses %s by its content', async (_name, content, reason) => {
    await expect(read(content)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'import.unreadable',
      details: { reason },
    });
  });

  it.each([
    ['nothing', ''],
    ['a byte order mark', '\ufeff'],
    ['blank rows', ' ,,\r\n\n\t\n'],
    ['nothing, compressed', gzipSync('')],
  ])('refuses a file of %s as empty', async (_name, content) => {
    await expect(read(content)).rejects.toMatchObject({ kind: 'invalid', code: 'import.empty' });
  });

  it('ends the source of a file that it refuses', async () => {
    let isEnded = false;
    async function* endless() {
      try {
        for (;;) yield Buffer.from('%PDF-'.repeat(100_000));
      } finally {
        isEnded = true;
      }
    }
    const reader = new FileRowReader({ maxExpandedBytes: 100_000_000 });
    await expect(reader.open(endless())).rejects.toMatchObject({ details: { reason: 'not-a-table' } });
    expect(isEnded).toBe(true);
  });
});
