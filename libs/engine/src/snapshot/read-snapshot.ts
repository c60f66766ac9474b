import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { elsewhere, wordsElsewhere } from '../index/posting';
import { TermTable } from '../index/term-table';
import { TextPages, usualSizes, type PageSizes } from '../index/text-pages';
import { LibraryIndex } from '../library/library-index';
import { ProjectColumns, type ProjectNumbers } from '../library/project-columns';
import { strideOf } from '../scoring/dot-products';
import { turn } from '../turn';
import { readAttributes } from './attributes';
import { bodyBytes, bytesOf, columnBytes, type PageSection } from './sections';
import { headerBytes, parseHeader, type SnapshotHeader, type SnapshotStamp } from './snapshot-header';
import { SnapshotUnusable } from './snapshot-unusable';

/** Bytes that are read and hashed between two turns of the event loop. */
const bytesPerRead = 1 << 20;
const documentsPerTurn = 2_000;

/** A library as a snapshot holds it, all documents of which are seen. */
export interface LoadedLibrary {
  readonly position: string;
  readonly index: LibraryIndex;
  readonly withoutAnalysis: ReadonlySet<number>;
}

/** What a snapshot has to be. */
export interface ExpectedSnapshot {
  readonly stamp: SnapshotStamp;
  /** @returns why a library at this position is of no use; undefined when it is */
  readonly refuse?: (position: string) => string | undefined;
  readonly sizes?: PageSizes;
}

/** @throws SnapshotUnusable for a file that is damaged, outdated or foreign; others when it is not there or can not be read */
export async function readSnapshot(file: string, expected: ExpectedSnapshot): Promise<LoadedLibrary> {
  const handle = await open(file, 'r');
  try {
    return await readAll(handle, expected);
  } catch (error) {
    // Numbers that no writer of snapshots puts there.
    throw error instanceof RangeError ? new SnapshotUnusable(error.message, { cause: error }) : error;
  } finally {
    await handle.close();
  }
}

async function readAll(
  handle: FileHandle,
  { stamp, refuse, sizes = usualSizes }: ExpectedSnapshot,
): Promise<LoadedLibrary> {
  const { size } = await handle.stat();
  const block = Buffer.alloc(headerBytes);
  const { bytesRead } = await handle.read(block, 0, headerBytes, 0);
  const header = parseHeader(block.subarray(0, bytesRead));
  const reason = difference(header, stamp, sizes) ?? refuse?.(header.position);
  if (reason !== undefined) throw new SnapshotUnusable(reason);
  // From here on nothing is larger than the file.
  if (size !== headerBytes + bodyBytes(header, strideOf(header.dimensions)))
    throw new SnapshotUnusable('it is cut off or too long');
  const body = new Body(handle);
  const terms = await readTerms(body, header);
  const texts = TextPages.filled(terms, header, sizes);
  const columns = new ProjectColumns(header.documents);
  const waiting = new Uint8Array(header.documents);
  await readPages(body, texts, columns.numbers, waiting);
  await readPostings(body, texts, header);
  const { institutions, links } = await readAttributes((bytes) => body.next(bytes), header.attributeBytes, texts.size);
  if (body.checksum() !== header.checksum) throw new SnapshotUnusable('it is damaged');
  columns.take(institutions, links);
  await check(texts, columns.numbers.institutionOf, institutions.length, header);
  const withoutAnalysis = new Set<number>();
  for (let document = 0; document < waiting.length; document += 1)
    if (waiting[document] === 1) withoutAnalysis.add(document);
  return { position: header.position, index: await LibraryIndex.of(texts, columns), withoutAnalysis };
}

/** @returns what makes the file another than the one that is expected */
function difference(header: SnapshotHeader, stamp: SnapshotStamp, sizes: PageSizes): string | undefined {
  const expected = { ...stamp, ...sizes };
  const names = Object.keys({ encoderVersion: undefined, ...expected }) as (keyof typeof expected)[];
  const other = names.find((name) => header[name] !== expected[name]);
  return other && `its ${other} is ${String(header[other])}, not ${String(expected[other])}`;
}

/** All that follows the header, from its beginning to its end. */
class Body {
  private at = headerBytes;
  private readonly hash = createHash('sha256');

  constructor(private readonly handle: FileHandle) {}

  async fill(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length;) {
      const some = bytes.subarray(from, from + bytesPerRead);
      const { bytesRead } = await this.handle.read(some, 0, some.length, this.at);
      if (bytesRead === 0) throw new SnapshotUnusable('it is cut off');
      this.hash.update(some.subarray(0, bytesRead));
      this.at += bytesRead;
      from += bytesRead;
    }
  }

  async next(bytes: number): Promise<Buffer> {
    const buffer = Buffer.alloc(bytes);
    await this.fill(buffer);
    return buffer;
  }

  checksum(): string {
    return this.hash.digest('hex');
  }
}

async function readTerms(body: Body, { terms, characters }: SnapshotHeader): Promise<TermTable> {
  const [starts, all] = [new Uint32Array(terms + 1), new Uint16Array(characters)];
  await body.fill(bytesOf(starts));
  await body.fill(bytesOf(all));
  return TermTable.of(all, starts);
}

async function readPages(body: Body, texts: TextPages, numbers: ProjectNumbers, waiting: Uint8Array): Promise<void> {
  const { documentsPerPage, stride, size } = texts;
  for (const [at, page] of texts.pages.entries()) {
    const first = at * documentsPerPage;
    const documents = Math.min(documentsPerPage, size - first);
    const section: PageSection = {
      ...page,
      institutionOf: numbers.institutionOf.subarray(first),
      validUntil: numbers.validUntil.subarray(first),
      fitness: numbers.fitness.subarray(first),
      flags: numbers.flags.subarray(first),
      waiting: waiting.subarray(first),
    };
    for (const bytes of columnBytes(section, documents, stride)) await body.fill(bytes);
  }
}

async function readPostings(body: Body, { postings, postingsPerPage }: TextPages, { words }: SnapshotHeader) {
  for (const [at, page] of postings.entries())
    await body.fill(bytesOf(page.subarray(0, Math.min(postingsPerPage, words - at * postingsPerPage))));
}

/** The checksum tells of damage only: numbers that lead out of memory would do so while others read. @throws RangeError */
async function check(
  { pages, postings, documentsPerPage, postingsPerPage, terms, size }: TextPages,
  institutionOf: Uint32Array,
  institutions: number,
  { words }: SnapshotHeader,
): Promise<void> {
  for (let document = 0; document < size; document += 1) {
    if (document % documentsPerTurn === 0) await turn();
    const [page, row] = [pages[Math.floor(document / documentsPerPage)], document % documentsPerPage];
    const [start, count] = [page?.starts[row] ?? 0, page?.termCounts[row] ?? 0];
    if (start + count > words || (start % postingsPerPage) + count > postingsPerPage)
      throw new RangeError('a text lies outside of it');
    const from = start % postingsPerPage;
    const own = postings[Math.floor(start / postingsPerPage)]?.subarray(from, from + count) ?? [];
    let end = from + count;
    for (const posting of own) {
      if (posting >>> 8 >= terms.size) throw new RangeError('a text has a term that it does not hold');
      if ((posting & 0xff) === elsewhere) end += wordsElsewhere;
    }
    if (end > postingsPerPage) throw new RangeError('a text lies outside of it');
    if ((institutionOf[document] ?? 0) > institutions) throw new RangeError('an institution is missing');
  }
}
