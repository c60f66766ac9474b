import { gzipSync } from 'node:zlib';
import { longestLineBytes, mostRows } from '@throughtrain/contracts';
import type { ObjectRow, UnreadRow } from '@throughtrain/ingestion';
import fc from 'fast-check';
import { capped, expanded } from './byte-source';
import { ndjsonRows } from './ndjson-rows';

type Row = ObjectRow | UnreadRow;

const cap = 4 * 1024 * 1024;

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const rowsOf =
  (maxBytes: number, maxRows = mostRows) =>
  (bytes: AsyncIterable<Buffer>) =>
    ndjsonRows(capped(expanded(bytes), maxBytes), maxRows);

async function collect(rows: AsyncIterable<Row>, into: Row[] = []): Promise<Row[]> {
  for await (const row of rows) into.push(row);
  return into;
}

function readAll(content: string | Buffer, { size = 7, maxBytes = cap } = {}): Promise<Row[]> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return collect(rowsOf(maxBytes)(inPieces(bytes, size)));
}

/** Rows with their values or faults only. */
async function read(...parameters: Parameters<typeof readAll>) {
  const rows = await readAll(...parameters);
  return rows.map((one) => ('fault' in one ? one : { row: one.row, value: one.value }));
}

const codesOf = (rows: readonly (Pick<ObjectRow, 'row'> | UnreadRow)[]) =>
  rows.map((row) => ('fault' in row ? row.fault.code : 'value'));

describe('ndjsonRows', () => {
  it('reads a line as a row, also the last one without an end', async () => {
    expect(await read('{"a":1}\n{"名":"石墨烯"}')).toEqual([
      { row: 1, value: { a: 1 } },
      { row: 2, value: { 名: '石墨烯' } },
    ]);
  });

  it('numbers rows by line, so blank lines count without being rows', async () => {
    expect(await read('\n{"a":1}\r\n  \r\n\t\n{"a":2}\n\n')).toEqual([
      { row: 2, value: { a: 1 } },
      { row: 5, value: { a: 2 } },
    ]);
  });

  it('tells the size of a row and the keys that it holds twice', async () => {
    expect(await readAll('\r\n{"名":1}\r\n{"a":1,"b":{"a":2},"a":3}')).toEqual([
      { row: 2, value: { 名: 1 }, bytes: 9, repeatedKeys: [] },
      { row: 3, value: { a: 3, b: { a: 2 } }, bytes: 25, repeatedKeys: ['a'] },
    ]);
  });

  it('drops a byte order mark at the start only', async () => {
    expect(codesOf(await read('\ufeff{"a":1}\r\n\ufeff{"a":2}\r\n'))).toEqual(['value', 'row.not-json']);
  });

  it('says what is wrong with a line without quoting it', async () => {
    const rows = await read(
      Buffer.concat([Buffer.from('{"secret\n[1]\n7\nnull\n"text"\n'), Buffer.from([0xff, 0x0a])]),
    );
    expect(codesOf(rows)).toEqual([
      'row.not-json',
      'row.not-object',
      'row.not-object',
      'row.not-object',
      'row.not-object',
      'row.not-utf8',
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret');
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['the end of the file', ''],
  ])('takes a line of the greatest length before %s and refuses a longer one', async (_name, end) => {
    const line = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}${end}`;
    for (const size of [1_000, cap]) {
      expect(codesOf(await read(line(longestLineBytes), { size }))).toEqual(['value']);
      expect(codesOf(await read(line(longestLineBytes + 1), { size }))).toEqual(['row.too-long']);
    }
  });

  it('counts the bytes of a first line without its mark', async () => {
    const line = `{"a":"${'x'.repeat(longestLineBytes - 8)}"}`;
    expect(codesOf(await read(`\ufeff${line}\r\n`, { size: 50_000 }))).toEqual(['value']);
  });

  it('goes on after a line that is far too long', async () => {
    const rows = await read(`{"a":1}\n${'x'.repeat(longestLineBytes * 20)}\n{"a":2}`, { size: 10_000 });
    expect(rows.map(({ row }) => row)).toEqual([1, 2, 3]);
    expect(codesOf(rows)).toEqual(['value', 'row.too-long', 'value']);
  });

  it('takes no harm from nesting or from names of the prototype', async () => {
    const depth = longestLineBytes / 2 - 10;
    const nested = `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const [first, second] = await read(`${nested}\n{"__proto__":{"polluted":true},"constructor":1}`, { size: 9_999 });
    expect(first).toMatchObject({ row: 1 });
    expect(Object.keys((second as { value: object }).value)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('finds gzip by content, whatever the pieces are, and reads members one after the other', async () => {
    const bytes = Buffer.concat([gzipSync('{"a":1}\n{"a"'), gzipSync(':2}')]);
    for (const size of [1, 2, 1_000]) {
      expect(await read(bytes, { size })).toEqual([
        { row: 1, value: { a: 1 } },
        { row: 2, value: { a: 2 } },
      ]);
    }
  });

  it.each([
    ['cut short', gzipSync('{"a":1}\n'.repeat(100)).subarray(0, -6)],
    ['damaged at its start', Buffer.concat([gzipSync('{"a":1}').subarray(0, 10), Buffer.alloc(40, 0xff)])],
    ['damaged at its end', Buffer.concat([gzipSync('{"a":1}').subarray(0, -8), Buffer.alloc(8, 1)])],
    ['of which only the magic bytes are there', Buffer.from([0x1f, 0x8b])],
  ])('refuses gzip that is %s', async (_name, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ kind: 'invalid', code: 'import.unreadable' });
  });

  it.each([
    ['nothing', ''],
    ['blank lines only', '\n \r\n\n'],
    ['a byte order mark only', '\ufeff'],
    ['an empty gzip', gzipSync('')],
  ])('refuses a file that holds %s', async (_name, content) => {
    await expect(read(content)).rejects.toMatchObject({ kind: 'invalid', code: 'import.empty' });
  });

  it('caps the bytes after decompression, up to which a file may go', async () => {
    const content = '{"a":1}\n'.repeat(1_000);
    for (const bytes of [Buffer.from(content), gzipSync(content)]) {
      expect(await read(bytes, { maxBytes: 8_000, size: 500 })).toHaveLength(1_000);
      await expect(read(bytes, { maxBytes: 7_999, size: 500 })).rejects.toMatchObject({ code: 'request.too-large' });
    }
  });

  it('stops a bomb early: a few kilobytes that expand without end', async () => {
    let pieces = 0;
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    async function* counted(): AsyncGenerator<Buffer> {
      for await (const piece of inPieces(bomb, 1_024)) {
        pieces += 1;
        yield piece;
      }
    }
    const rows = rowsOf(1024 * 1024)(counted());
    await expect(rows.next()).rejects.toMatchObject({ code: 'request.too-large' });
    expect(pieces).toBeLessThan(bomb.length / 1_024);
  });

  it('refuses more rows than an import takes; blank lines are none', async () => {
    const rows = (most: number) => rowsOf(cap, most)(inPieces(Buffer.from('{}\n\n{}\n{\n\n\n'), 4));
    expect(codesOf(await collect(rows(3)))).toEqual(['value', 'value', 'row.not-json']);
    const seen: Row[] = [];
    await expect(collect(rows(2), seen)).rejects.toMatchObject({ kind: 'invalid', code: 'import.too-many-rows' });
    expect(seen.map(({ row }) => row)).toEqual([1, 3]);
  });

  it.each([1, 3, cap])('takes twice as many lines as rows and one, in pieces of %d bytes', async (size) => {
    const rows = (text: string) => collect(rowsOf(cap, 2)(inPieces(Buffer.from(text), size)));
    const tooMany = { kind: 'invalid', code: 'import.too-many-rows' };
    expect(await rows('{}\n\n\r\n \n{}\n')).toHaveLength(2);
    expect(await rows('\n\n\n\n{}')).toHaveLength(1);
    await expect(rows('{}\n\n\n\n\n\n')).rejects.toMatchObject(tooMany);
    await expect(rows('\n\n\n\n\n{}')).rejects.toMatchObject(tooMany);
    await expect(rows('{}\n \n \n \n \n ')).rejects.toMatchObject(tooMany);
  });

  it('stops at empty lines without end after a few of them', async () => {
    let pieces = 0;
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, '\n'));
    async function* counted(): AsyncGenerator<Buffer> {
      for await (const piece of inPieces(bomb, 1_024)) {
        pieces += 1;
        yield piece;
      }
    }
    const rows = rowsOf(64 * 1024 * 1024, 1_000)(counted());
    await expect(rows.next()).rejects.toMatchObject({ code: 'import.too-many-rows' });
    expect(pieces).toBeLessThan(bomb.length / 1_024);
  });

  it.each([
    ['plain', (text: string) => Buffer.from(text)],
    ['gzip', (text: string) => gzipSync(text)],
  ])(
    'passes on a failure of the source, and ends the source when the reader is left early (%s)',
    async (_name, encode) => {
      const lost = new Error('connection lost');
      async function* failing(): AsyncGenerator<Buffer> {
        yield encode('{"a":1}\n').subarray(0, 9);
        throw lost;
      }
      await expect(collect(rowsOf(cap)(failing()))).rejects.toBe(lost);

      let end = (): void => undefined;
      const ended = new Promise<void>((resolve) => (end = resolve));
      async function* endless(): AsyncGenerator<Buffer> {
        try {
          for (;;) yield encode('{"a":1}\n');
        } finally {
          end();
        }
      }
      const rows = rowsOf(cap)(endless());
      expect((await rows.next()).value).toMatchObject({ row: 1, value: { a: 1 } });
      await rows.return();
      await ended;
    },
  );

  it('gives back every list of objects, however the file is cut', async () => {
    const record = fc.dictionary(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 64 }),
        fc.boolean(),
        async (records, size, isCompressed) => {
          const text = records.map((one) => JSON.stringify(one)).join('\n');
          const bytes = isCompressed ? gzipSync(text) : Buffer.from(text);
          const expected = records.map((value, index) => ({
            row: index + 1,
            value: JSON.parse(JSON.stringify(value)),
          }));
          expect(await read(bytes, { size })).toEqual(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});
