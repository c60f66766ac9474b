import { lengthsPerDocument, type TextPage } from '../index/text-pages';
import { wordsPerId } from '../index/uuid-words';
import type { ProjectNumbers } from '../library/project-columns';
import type { SnapshotHeader } from './snapshot-header';

/** Columns of the documents of one page. */
export interface PageSection extends TextPage, ProjectNumbers {
  /** 1 for an active project that was not analysed by the version asked for. */
  readonly waiting: Uint8Array;
}

/** @returns columns in the order of the file. @param stride numbers of a vector as it lies in memory */
export const sectionFor = (documents: number, stride: number): PageSection => ({
  ids: new Uint32Array(documents * wordsPerId),
  starts: new Uint32Array(documents),
  termCounts: new Uint32Array(documents),
  lengths: new Uint32Array(documents * lengthsPerDocument),
  squares: new Uint32Array(documents),
  vectors: new Int8Array(documents * stride),
  institutionOf: new Uint32Array(documents),
  validUntil: new Uint32Array(documents),
  fitness: new Float64Array(documents),
  flags: new Uint8Array(documents),
  waiting: new Uint8Array(documents),
});

/** @returns the memory of the first so many documents, column by column, in the order of the file */
export function columnBytes(section: PageSection, documents: number, stride: number): readonly Uint8Array[] {
  const names = Object.keys(sectionFor(0, stride)) as (keyof PageSection)[];
  const ofOne = sectionFor(1, stride);
  return names.map((name) => bytesOf(section[name].subarray(0, documents * ofOne[name].length)));
}

/** @returns the memory of numbers, as bytes in the order of this machine */
export function bytesOf({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** @returns bytes of all that follows the header */
export function bodyBytes(header: SnapshotHeader, stride: number): number {
  const ofOne = columnBytes(sectionFor(1, stride), 1, stride).reduce((sum, { byteLength }) => sum + byteLength, 0);
  const { documents, words, terms, characters, attributeBytes } = header;
  return (terms + 1) * 4 + characters * 2 + documents * ofOne + words * 4 + attributeBytes;
}
