import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { LibraryProject } from '@throughtrain/matching';
import { aProject, FakeLibraryFeed } from '@throughtrain/testing';
import { analyseRecord } from '@throughtrain/text';
import { LibraryIndexer } from '../library/library-indexer';
import type { LibraryView } from '../library/library-view';
import { readSnapshot } from './read-snapshot';
import { formatHeader, headerBytes, parseHeader, type SnapshotHeader, type SnapshotStamp } from './snapshot-header';
import { SnapshotUnusable } from './snapshot-unusable';
import { writeSnapshot } from './write-snapshot';

const sizes = { documentsPerPage: 3, postingsPerPage: 60 };
const stamp: SnapshotStamp = {
  codeVersion: '1.0.0',
  analyserVersion: 'words-2',
  encoderVersion: 'table-1',
  generation: '1.0',
  scope: 'all',
};

const idOf = (number: number): string => `0f8fad5b-d9cb-469f-a165-${String(number).padStart(12, '0')}`;

function entry(number: number, title: string, given: Partial<Parameters<typeof aProject>[0]> = {}): LibraryProject {
  const project = aProject({ id: idOf(number), title, ...given });
  return { project, analysis: analyseRecord(project), vector: Int8Array.of(number, -number, 3, 0, 127) };
}

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapshot-'));
  file = join(folder, 'library');
});
afterEach(() => rm(folder, { recursive: true }));

/** Eight projects, of which some have changed, are not analysed, told twice, or of an institution. */
async function aView(): Promise<LibraryView> {
  const feed = new FakeLibraryFeed();
  const library = new LibraryIndexer(feed, sizes);
  const group = { institution: { name: '某大学', group: '集团' }, institutionId: 'u1' };
  feed.commit(
    entry(1, '作废词 电解液', { institution: { name: '作废词', group: '作废集团' }, institutionId: 'gone' }),
    entry(2, '电解液 '.repeat(40), { ...group, patents: ['ZL201910000001.X'] }),
    entry(3, '锂电池', { validUntil: '2027-01-01', duplicateGroup: '同一项' }),
    { project: aProject({ id: idOf(4) }), analysis: undefined },
    entry(5, '功率器件 SiC', { status: 'withdrawn' }),
  );
  await library.at(await feed.position(), stamp);
  const position = feed.commit(
    entry(1, '电解液', group),
    entry(6, '锂电池 二', { duplicateGroup: '同一项', ownership: 'disputed' }),
    entry(7, '器件', { patents: ['ZL201910000001.X'] }),
    entry(8, 'battery electrolyte'),
  );
  return library.at(position, stamp);
}

const read = (expected: Partial<SnapshotStamp> = {}, refuse?: (position: string) => string | undefined) =>
  readSnapshot(file, { stamp: { ...stamp, ...expected }, sizes, ...(refuse && { refuse }) });

const unusable = (reason: string): unknown =>
  expect.objectContaining({ constructor: SnapshotUnusable, message: expect.stringContaining(reason) as string });

/** Everything that is told of a project, without the numbers of documents. */
function contentOf({ index, find }: { index: LibraryView['index']; find: (id: string) => number | undefined }) {
  return Object.fromEntries(
    Array.from({ length: 8 }, (_, number) => idOf(number + 1)).map((id) => {
      const document = find(id) ?? NaN;
      const { projects, texts } = index;
      return [
        id,
        {
          text: texts.at(document),
          gated: { ...projects.gated(document), id },
          member: projects.groupMember(document, id),
          institution: projects.institutions[(projects.institutionOf[document] ?? 0) - 1],
          isLinked: index.linked.has(id),
        },
      ];
    }),
  );
}

describe('a snapshot', () => {
  it('gives back what its view saw, and nothing else', async () => {
    const view = await aView();
    await writeSnapshot(view, stamp, file);
    const { position, index, withoutAnalysis } = await read();
    expect(position).toBe('server:2');
    expect([view.index.size, index.size]).toEqual([9, 8]);
    const find = (id: string) => index.find(id, () => true);
    expect(contentOf({ index, find })).toEqual(contentOf({ index: view.index, find: (id) => view.find(id) }));
    expect([...withoutAnalysis].map((document) => index.texts.idOf(document))).toEqual([idOf(4)]);
    expect(index.projects.institutions).toHaveLength(1);
    expect(index.texts.terms.find('w作废')).toBeUndefined();
    const bytes = await readFile(file);
    for (const encoding of ['utf8', 'utf16le'] as const)
      expect(bytes.includes(Buffer.from('作废', encoding))).toBe(false);
    expect(bytes.includes(Buffer.from('电解液', 'utf16le'))).toBe(true);
  });

  it('is for its owner alone, and leaves nothing beside it', async () => {
    await writeSnapshot(await aView(), stamp, file);
    await writeSnapshot(await aView(), stamp, file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['library']);
    await expect(writeSnapshot(await aView(), stamp, join(file, 'below'))).rejects.toThrow('ENOTDIR');
    await chmod(folder, 0o700);
    expect(await readdir(folder)).toEqual(['library']);
  });

  it('holds a library without projects', async () => {
    const feed = new FakeLibraryFeed();
    await writeSnapshot(await new LibraryIndexer(feed, sizes).at(await feed.position(), stamp), stamp, file);
    expect((await read()).index.size).toBe(0);
  });

  it.each<[keyof SnapshotStamp, string | undefined]>([
    ['codeVersion', '1.0.1'],
    ['analyserVersion', 'words-3'],
    ['encoderVersion', 'table-2'],
    ['encoderVersion', undefined],
    ['generation', '1.1'],
    ['scope', '0-of-4'],
  ])('is refused where another %s is asked for', async (name, value) => {
    await writeSnapshot(await aView(), stamp, file);
    const { [name]: _, ...rest } = stamp;
    const other = { ...rest, ...(value !== undefined && { [name]: value }) } as SnapshotStamp;
    await expect(readSnapshot(file, { stamp: other, sizes })).rejects.toEqual(unusable(`its ${name} is`));
  });

  it('is refused by its position and the sizes of its pages', async () => {
    await writeSnapshot(await aView(), stamp, file);
    await expect(read({}, (position) => `no ${position}`)).rejects.toEqual(unusable('no server:2'));
    await expect(readSnapshot(file, { stamp })).rejects.toEqual(unusable('its documentsPerPage is 3, not 8192'));
  });

  it('notices any bit that has changed', async () => {
    await writeSnapshot(await aView(), stamp, file);
    const bytes = await readFile(file);
    await fc.assert(
      fc.asyncProperty(
        // Half of them in what is long: the rest is nearly all header.
        fc.oneof(fc.nat(bytes.length - 1), fc.integer({ min: headerBytes, max: bytes.length - 1 }), fc.nat(600)),
        fc.nat(7),
        async (at, bit) => {
          const damaged = Buffer.from(bytes);
          damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
          await writeFile(file, damaged);
          await expect(read()).rejects.toEqual(unusable(''));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('notices that it is cut off or goes on', async () => {
    await writeSnapshot(await aView(), stamp, file);
    const bytes = await readFile(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        await writeFile(file, bytes.subarray(0, length));
        await expect(read()).rejects.toEqual(unusable(''));
      }),
      { numRuns: 50 },
    );
    await writeFile(file, Buffer.concat([bytes, Buffer.of(0)]));
    await expect(read()).rejects.toEqual(unusable('cut off or too long'));
  });

  it('refuses another format and other files', async () => {
    await writeSnapshot(await aView(), stamp, file);
    const bytes = await readFile(file);
    bytes.writeUInt16LE(0, 10);
    await writeFile(file, bytes);
    await expect(read()).rejects.toEqual(unusable('its format is 0, not 1'));
    await writeFile(file, 'something else altogether');
    await expect(read()).rejects.toEqual(unusable('no snapshot'));
  });

  describe('that somebody has made up', () => {
    /** Writes the body with a header that is true of it but for what is given. */
    async function forge(change: (body: Buffer, header: SnapshotHeader) => Partial<SnapshotHeader>): Promise<void> {
      await writeSnapshot(await aView(), stamp, file);
      const bytes = await readFile(file);
      const [header, body] = [parseHeader(bytes.subarray(0, headerBytes)), bytes.subarray(headerBytes)];
      const told = change(body, header);
      const checksum = createHash('sha256').update(body).digest('hex');
      await writeFile(file, Buffer.concat([formatHeader({ ...header, checksum, ...told }), body]));
    }

    it.each<keyof SnapshotHeader>(['documents', 'words', 'characters'])(
      'takes no memory for %s that the file is too short for',
      async (name) => {
        await forge(() => ({ [name]: 0xffff_ffff }));
        await expect(read()).rejects.toEqual(unusable('cut off or too long'));
      },
    );

    it('may not have terms that it does not tell', async () => {
      await forge((body, { words, attributeBytes }) => {
        body.fill(0xff, body.length - attributeBytes - words * 4, body.length - attributeBytes);
        return {};
      });
      await expect(read()).rejects.toEqual(unusable('a term that it does not hold'));
    });

    it('may not have texts elsewhere', async () => {
      // Behind the terms come the ids of three documents, and then where their postings begin.
      await forge((body, { terms, characters }) => {
        body.writeUInt32LE(0xffff_fff0, (terms + 1) * 4 + characters * 2 + 3 * 16);
        return {};
      });
      await expect(read()).rejects.toEqual(unusable('outside of it'));
    });

    it('may not have terms that overlap, one project twice, or parts without an end', async () => {
      await forge((body) => {
        body.writeUInt32LE(0xffff_fff0, 4);
        return {};
      });
      await expect(read()).rejects.toEqual(unusable('terms overlap'));
      await forge((body, { terms, characters }) => {
        const ids = (terms + 1) * 4 + characters * 2;
        body.copy(body, ids, ids + 16, ids + 32);
        return {};
      });
      await expect(read()).rejects.toEqual(unusable('two documents are of one project'));
      await forge((body, { attributeBytes }) => {
        body.writeUInt32LE(attributeBytes, body.length - attributeBytes);
        return {};
      });
      await expect(read()).rejects.toEqual(unusable('no end'));
    });
  });
});
