import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { DomainError } from '@throughtrain/domain';
import { isZlibError } from '../byte-source';
import { unreadable } from '../unreadable';

/** A part of the archive as its directory describes it. */
interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly expandedBytes: number;
  readonly offset: number;
}

const signatures = {
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  central: 0x02014b50,
  local: 0x04034b50,
};
const endBytes = 22;
const longestComment = 65_535;
/** Stands where a field is too small, and the value is in the extra field (ZIP64). */
const moved = { two: 0xffff, four: 0xffffffff };
const mostEntries = 10_000;
const chunkSize = 65_536;

/**
 * A zip container in memory. Nothing that it says of itself is believed: offsets are checked against the file, and sizes while inflating.
 * @see APPNOTE.TXT of PKWARE, 6.3.9; sections 4.3.7 to 4.3.16 and 4.5.3
 */
export class ZipArchive {
  private readonly entries: ReadonlyMap<string, Entry>;
  private expandedBytes = 0;

  /**
   * @param maxExpandedBytes largest size of all parts together that are opened
   * @throws DomainError invalid `import.unreadable` `broken-zip` or `encrypted`
   */
  constructor(
    private readonly file: Buffer,
    private readonly maxExpandedBytes: number,
  ) {
    this.entries = within(() => readDirectory(file));
  }

  /** Names of the parts in lower case, since names in a workbook differ in more than case. */
  get names(): readonly string[] {
    return [...this.entries.keys()];
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /**
   * The content of a part.
   * @throws DomainError invalid `import.unreadable` when it is missing or damaged, `request.too-large` when it expands beyond the cap
   */
  async *open(name: string): AsyncGenerator<Buffer, void, undefined> {
    const entry = this.entries.get(name.toLowerCase());
    if (!entry) throw unreadable('broken-workbook', { part: name });
    let [length, crc] = [0, 0];
    for await (const chunk of inflated(this.content(entry), entry.method)) {
      length += chunk.length;
      this.expandedBytes += chunk.length;
      if (this.expandedBytes > this.maxExpandedBytes)
        throw new DomainError('invalid', 'request.too-large', { maxBytes: this.maxExpandedBytes });
      crc = crc32(chunk, crc);
      yield chunk;
    }
    if (length !== entry.expandedBytes || crc !== entry.crc) throw unreadable('broken-zip');
  }

  private content({ offset, compressedBytes }: Entry): Buffer {
    return within(() => {
      if (this.file.readUInt32LE(offset) !== signatures.local) throw unreadable('broken-zip');
      const start = offset + 30 + this.file.readUInt16LE(offset + 26) + this.file.readUInt16LE(offset + 28);
      if (start + compressedBytes > this.file.length) throw unreadable('broken-zip');
      return this.file.subarray(start, start + compressedBytes);
    });
  }
}

/** A place outside of the file is damage like any other. */
function within<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw isOutside(error) ? unreadable('broken-zip') : error;
  }
}

function isOutside(error: unknown): boolean {
  const codes: readonly unknown[] = ['ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS'];
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(error.code);
}

async function* inflated(bytes: Buffer, method: number): AsyncGenerator<Buffer, void, undefined> {
  if (method === 0) {
    for (let start = 0; start < bytes.length; start += chunkSize) yield bytes.subarray(start, start + chunkSize);
    return;
  }
  if (method !== 8) throw unreadable('broken-zip');
  const inflate = pipeline(Readable.from([bytes]), createInflateRaw({ chunkSize }), () => undefined);
  try {
    for await (const chunk of inflate) yield chunk as Buffer;
  } catch (error) {
    throw isZlibError(error) ? unreadable('broken-zip') : error;
  }
}

function readDirectory(file: Buffer): Map<string, Entry> {
  const { start, count } = directoryOf(file);
  if (count > mostEntries) throw unreadable('broken-zip');
  const entries = new Map<string, Entry>();
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (file.readUInt32LE(at) !== signatures.central) throw unreadable('broken-zip');
    const [nameBytes, extraBytes] = [file.readUInt16LE(at + 28), file.readUInt16LE(at + 30)];
    const name = file
      .toString('utf8', at + 46, at + 46 + nameBytes)
      .replaceAll('\\', '/')
      .toLowerCase();
    // Which of two parts of one name counts, programs disagree on.
    if (entries.has(name)) throw unreadable('broken-zip');
    if ((file.readUInt16LE(at + 8) & 1) === 1) throw unreadable('encrypted');
    entries.set(name, readEntry(file, at, file.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes)));
    at += 46 + nameBytes + extraBytes + file.readUInt16LE(at + 32);
  }
  return entries;
}

function directoryOf(file: Buffer): { readonly start: number; readonly count: number } {
  const end = endOf(file);
  const [count, start] = [file.readUInt16LE(end + 10), file.readUInt32LE(end + 16)];
  if (count !== moved.two && start !== moved.four) return { start, count };
  const locator = end - 20;
  if (locator < 0 || file.readUInt32LE(locator) !== signatures.locator64) throw unreadable('broken-zip');
  const end64 = numberAt(file, locator + 8);
  if (file.readUInt32LE(end64) !== signatures.end64) throw unreadable('broken-zip');
  return { start: numberAt(file, end64 + 48), count: numberAt(file, end64 + 32) };
}

function endOf(file: Buffer): number {
  const first = Math.max(0, file.length - endBytes - longestComment);
  for (let at = file.length - endBytes; at >= first; at -= 1) if (file.readUInt32LE(at) === signatures.end) return at;
  throw unreadable('broken-zip');
}

function readEntry(file: Buffer, at: number, extra: Buffer): Entry {
  const large = zip64Values(extra);
  const size = (place: number): number => {
    const value = file.readUInt32LE(at + place);
    return value === moved.four ? (large.shift() ?? value) : value;
  };
  // In the order in which the extra field holds them.
  const expandedBytes = size(24);
  const compressedBytes = size(20);
  const offset = size(42);
  return {
    method: file.readUInt16LE(at + 10),
    crc: file.readUInt32LE(at + 16),
    compressedBytes,
    expandedBytes,
    offset,
  };
}

/** The 64-bit values of the ZIP64 extra field, which writers of streams use for files of any size. */
function zip64Values(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    return Array.from({ length: Math.floor(field.length / 8) }, (_, index) => numberAt(field, index * 8));
  }
  return [];
}

function numberAt(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}
