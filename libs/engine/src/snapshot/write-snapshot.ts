import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { wordsPerId } from '../index/uuid-words';
import { lengthsPerDocument } from '../index/text-pages';
import type { LibraryView } from '../library/library-view';
import { turn } from '../turn';
import { formatAttributes } from './attributes';
import { documentsPerTurn, planCompact, postingsOf, type CompactPlan } from './compact-plan';
import { bytesOf, columnBytes, sectionFor, type PageSection } from './sections';
import { formatHeader, headerBytes, type SnapshotStamp } from './snapshot-header';

/** Bytes that are written and hashed between two turns of the event loop. */
const bytesPerWrite = 1 << 20;
const termsPerWrite = 1 << 14;

/** Ending of files that are being written. */
export const unfinished = '.unfinished';

/**
 * Writes what a view sees, whole or not at all; it need not be still meanwhile. Only the owner of the file reads it, since it holds words of projects.
 * Page by page goes through some megabytes of memory.
 */
export async function writeSnapshot(view: LibraryView, stamp: SnapshotStamp, file: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}${unfinished}`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await writeAll(handle, view, stamp);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeAll(handle: FileHandle, view: LibraryView, stamp: SnapshotStamp): Promise<void> {
  const { documentsPerPage, postingsPerPage, dimensions } = view.index.texts;
  const plan = await planCompact(view);
  const body = new Body(handle);
  const characters = await writeTerms(body, view, plan);
  const institutions = await writePages(body, view, plan);
  await writePostings(body, plan);
  const before = body.bytes;
  for (const frame of formatAttributes(view.index, plan.documents, institutions)) await body.write(frame);
  const header = formatHeader({
    ...stamp,
    position: view.position,
    ...{ documentsPerPage, postingsPerPage, documents: plan.documents.length, dimensions, words: plan.words },
    ...{ terms: plan.terms.length, characters, attributeBytes: body.bytes - before, checksum: body.checksum() },
  });
  await handle.write(header, 0, header.length, 0);
}

/** All that follows the header. */
class Body {
  bytes = 0;
  private readonly hash = createHash('sha256');

  constructor(private readonly handle: FileHandle) {}

  async write(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length;) {
      const some = bytes.subarray(from, from + bytesPerWrite);
      const { bytesWritten } = await this.handle.write(some, 0, some.length, headerBytes + this.bytes);
      this.hash.update(some.subarray(0, bytesWritten));
      this.bytes += bytesWritten;
      from += bytesWritten;
    }
  }

  checksum(): string {
    return this.hash.digest('hex');
  }
}

/** @returns the characters of all terms */
async function writeTerms(body: Body, { index }: LibraryView, { terms }: CompactPlan): Promise<number> {
  const starts = new Uint32Array(terms.length + 1);
  for (let number = 0; number < terms.length; number += 1) {
    if (number % termsPerWrite === 0) await turn();
    starts[number + 1] = (starts[number] ?? 0) + index.texts.terms.charactersOf(terms[number] ?? 0).length;
  }
  await body.write(bytesOf(starts));
  for (let from = 0; from < terms.length; from += termsPerWrite) {
    const to = Math.min(from + termsPerWrite, terms.length);
    const offset = starts[from] ?? 0;
    const characters = new Uint16Array((starts[to] ?? 0) - offset);
    for (let number = from; number < to; number += 1)
      characters.set(index.texts.terms.charactersOf(terms[number] ?? 0), (starts[number] ?? 0) - offset);
    await body.write(bytesOf(characters));
  }
  return starts[terms.length] ?? 0;
}

/** @returns places + 1 of institutions before, in the order of their new ones */
async function writePages(body: Body, view: LibraryView, plan: CompactPlan): Promise<readonly number[]> {
  const { documentsPerPage, stride } = plan.texts;
  const institutions = new Map<number, number>();
  const section = sectionFor(Math.min(documentsPerPage, plan.documents.length), stride);
  for (let first = 0; first < plan.documents.length; first += documentsPerPage) {
    const documents = plan.documents.subarray(first, first + documentsPerPage);
    section.starts.set(plan.starts.subarray(first, first + documents.length));
    for (const [row, document] of documents.entries()) {
      if (row % documentsPerTurn === 0) await turn();
      fillRow(section, row, document, view, plan);
    }
    for (const [row, place] of section.institutionOf.subarray(0, documents.length).entries()) {
      if (place === 0) continue;
      if (!institutions.has(place)) institutions.set(place, institutions.size + 1);
      section.institutionOf[row] = institutions.get(place) ?? 0;
    }
    for (const bytes of columnBytes(section, documents.length, stride)) await body.write(bytes);
  }
  return [...institutions.keys()];
}

function fillRow(section: PageSection, row: number, document: number, view: LibraryView, { texts }: CompactPlan): void {
  const page = texts.pages[Math.floor(document / texts.documentsPerPage)];
  if (page === undefined) throw new RangeError(`no document ${document}`);
  const at = document % texts.documentsPerPage;
  const copy = (to: NodeJS.TypedArray, from: NodeJS.TypedArray, each: number): void => {
    for (let number = 0; number < each; number += 1) to[row * each + number] = from[at * each + number] ?? 0;
  };
  copy(section.ids, page.ids, wordsPerId);
  copy(section.termCounts, page.termCounts, 1);
  copy(section.lengths, page.lengths, lengthsPerDocument);
  copy(section.squares, page.squares, 1);
  section.vectors.set(page.vectors.subarray(at * texts.stride, (at + 1) * texts.stride), row * texts.stride);
  const { institutionOf, validUntil, fitness, flags } = view.index.projects.numbers;
  section.institutionOf[row] = institutionOf[document] ?? 0;
  section.validUntil[row] = validUntil[document] ?? 0;
  section.fitness[row] = fitness[document] ?? 0;
  section.flags[row] = flags[document] ?? 0;
  section.waiting[row] = view.withoutAnalysis.has(document) ? 1 : 0;
}

async function writePostings(body: Body, plan: CompactPlan): Promise<void> {
  const { texts, documents, starts, words, termNumbers } = plan;
  const { postingsPerPage } = texts;
  const page = new Uint32Array(Math.min(postingsPerPage, words));
  let number = 0;
  for (let first = 0; first < words; first += postingsPerPage) {
    page.fill(0);
    const end = Math.min(first + postingsPerPage, words);
    for (; number < documents.length && (starts[number] ?? 0) < end; number += 1) {
      if (number % documentsPerTurn === 0) await turn();
      const { postings, all } = postingsOf(texts, documents[number] ?? 0);
      const at = (starts[number] ?? 0) - first;
      page.set(all, at);
      for (let place = 0; place < postings.length; place += 1) {
        const posting = postings[place] ?? 0;
        page[at + place] = ((termNumbers[posting >>> 8] ?? 0) - 1) * 0x100 + (posting & 0xff);
      }
    }
    await body.write(bytesOf(page.subarray(0, end - first)));
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
