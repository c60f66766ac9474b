import { createHash } from 'node:crypto';
import { z } from 'zod';
import { mostTerms } from '../index/term-table';
import { SnapshotUnusable } from './snapshot-unusable';

const magic = Buffer.from('TT-LIBRARY');
/** Of what follows the header; a change of the layout raises it. */
const formatVersion = 1;
const lengthAt = magic.length + 2;
const jsonAt = lengthAt + 4;
const checksumBytes = 32;

/** The header takes as much whatever it says; what the file holds follows. */
export const headerBytes = 4_096;

/** What a snapshot was made by and for. All of it has to be the same for the file to be of use. */
const stampSchema = z.strictObject({
  codeVersion: z.string().max(100),
  analyserVersion: z.string().max(200),
  encoderVersion: z.string().max(500).exactOptional(),
  /** See `LibraryNow`. */
  generation: z.string().max(100),
  /** Which part of the library the file holds. */
  scope: z.string().max(100),
});
export type SnapshotStamp = z.infer<typeof stampSchema>;

const count = z.number().int().min(0).max(0xffff_ffff);
const headerSchema = z.strictObject({
  ...stampSchema.shape,
  position: z.string().max(100),
  documentsPerPage: count,
  postingsPerPage: count,
  documents: count,
  dimensions: z.number().int().min(0).max(4_096),
  /** Words of postings. */
  words: count,
  terms: count.max(mostTerms),
  /** Of all terms. */
  characters: count,
  attributeBytes: z.number().int().min(0),
  /** SHA-256 of all that follows the header. */
  checksum: z.hex().length(2 * checksumBytes),
});
export type SnapshotHeader = z.infer<typeof headerSchema>;

/** @returns the header with a checksum of its own. @throws RangeError when it does not fit */
export function formatHeader(header: SnapshotHeader): Buffer {
  const json = Buffer.from(JSON.stringify(headerSchema.parse(header)));
  if (jsonAt + json.length + checksumBytes > headerBytes) throw new RangeError('the header of a snapshot is too long');
  const block = Buffer.alloc(headerBytes);
  magic.copy(block);
  block.writeUInt16LE(formatVersion, magic.length);
  block.writeUInt32LE(json.length, lengthAt);
  json.copy(block, jsonAt);
  checksumOf(block).copy(block, headerBytes - checksumBytes);
  return block;
}

/** @throws SnapshotUnusable */
export function parseHeader(block: Buffer): SnapshotHeader {
  if (block.length !== headerBytes || !block.subarray(0, magic.length).equals(magic))
    throw new SnapshotUnusable('it is no snapshot');
  const version = block.readUInt16LE(magic.length);
  if (version !== formatVersion) throw new SnapshotUnusable(`its format is ${version}, not ${formatVersion}`);
  if (!checksumOf(block).equals(block.subarray(headerBytes - checksumBytes)))
    throw new SnapshotUnusable('its header is damaged');
  const end = jsonAt + block.readUInt32LE(lengthAt);
  const parsed = headerSchema.safeParse(readJson(block.subarray(jsonAt, Math.min(end, headerBytes))));
  if (!parsed.success) throw new SnapshotUnusable('its header is not understood');
  return parsed.data;
}

function checksumOf(block: Buffer): Buffer {
  return createHash('sha256')
    .update(block.subarray(0, headerBytes - checksumBytes))
    .digest();
}

function readJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return undefined;
  }
}
