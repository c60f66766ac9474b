import { z } from 'zod';
import type { LibraryIndex } from '../library/library-index';
import type { Links, MaskedInstitution } from '../library/project-columns';
import { SnapshotUnusable } from './snapshot-unusable';

const recordsPerFrame = 500;
/** A frame as it is written takes some ten kilobytes. */
const mostFrameBytes = 16 << 20;
const lengthBytes = 4;

const institution = z.strictObject({ id: z.string().optional(), keys: z.array(z.string()) });
const link = z.tuple([z.int().min(0), z.array(z.string()), z.string().nullable()]);
const frameSchema = z.union([
  z.strictObject({ institutions: z.array(institution) }),
  z.strictObject({ links: z.array(link) }),
]);
type Frame = z.infer<typeof frameSchema>;

/** What of a library is text but no term: lists of records, each as its length in bytes and JSON. */
export interface Attributes {
  readonly institutions: readonly MaskedInstitution[];
  /** By document. */
  readonly links: readonly (readonly [document: number, links: Links])[];
}

/** @param documents in the order of their new numbers. @param institutions old places + 1, by new place */
export function* formatAttributes(
  { projects }: LibraryIndex,
  documents: Uint32Array,
  institutions: readonly number[],
): Generator<Uint8Array> {
  const kept = institutions.map((place) => {
    const { id, keys } = projects.institutions[place - 1] ?? { id: undefined, keys: [] };
    return { ...(id !== undefined && { id }), keys: [...keys] };
  });
  for (const some of inBatches(kept)) yield toFrame({ institutions: some });
  for (const some of inBatches(linksOf(projects, documents))) yield toFrame({ links: some });
}

function* linksOf(
  projects: LibraryIndex['projects'],
  documents: Uint32Array,
): Generator<[number, string[], string | null]> {
  for (let number = 0; number < documents.length; number += 1) {
    const links = projects.ownLinks(documents[number] ?? 0);
    if (links !== undefined) yield [number, [...links.numbers], links.declaredGroup ?? null];
  }
}

/**
 * @param read the next so many bytes of the file
 * @param documents how many there are
 * @throws SnapshotUnusable
 */
export async function readAttributes(
  read: (bytes: number) => Promise<Buffer>,
  attributeBytes: number,
  documents: number,
): Promise<Attributes> {
  const institutions: MaskedInstitution[] = [];
  const links: (readonly [number, Links])[] = [];
  for (let left = attributeBytes; left > 0;) {
    const length = (await read(lengthBytes)).readUInt32LE();
    left -= lengthBytes + length;
    if (left < 0 || length > mostFrameBytes) throw new SnapshotUnusable('its parts have no end');
    const frame = parseFrame(await read(length));
    if ('institutions' in frame) institutions.push(...frame.institutions.map(({ id, keys }) => ({ id, keys })));
    else
      for (const [document, numbers, group] of frame.links) {
        if (document >= documents) throw new SnapshotUnusable('it links documents that it does not hold');
        links.push([document, { numbers, declaredGroup: group ?? undefined }]);
      }
  }
  return { institutions, links };
}

function toFrame(frame: Frame): Uint8Array {
  const json = Buffer.from(JSON.stringify(frame));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(json.length);
  return Buffer.concat([length, json]);
}

function parseFrame(json: Buffer): Frame {
  try {
    return frameSchema.parse(JSON.parse(json.toString('utf8')));
  } catch (error) {
    throw new SnapshotUnusable('its parts are not understood', { cause: error });
  }
}

function* inBatches<Item>(items: Iterable<Item>): Generator<Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < recordsPerFrame) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
