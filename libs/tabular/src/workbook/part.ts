import { unreadable } from '../unreadable';
import { XmlScanner, type XmlHandler } from './xml-scanner';
import type { ZipArchive } from './zip';

/**
 * Reads a part of a workbook piece by piece, and stops after each for its reader to take what the handler has so far.
 * @throws DomainError invalid `import.unreadable`, `request.too-large`
 */
export async function* scanned(
  archive: ZipArchive,
  name: string,
  handler: XmlHandler,
): AsyncGenerator<void, void, undefined> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const scanner = new XmlScanner(handler);
  for await (const chunk of archive.open(name)) {
    scanner.write(decoded(() => utf8.decode(chunk, { stream: true })));
    yield;
  }
  scanner.write(decoded(() => utf8.decode()));
  scanner.end();
  yield;
}

/** Reads a part of a workbook to its end; see `scanned`. */
export async function scan(archive: ZipArchive, name: string, handler: XmlHandler): Promise<void> {
  const pieces = scanned(archive, name, handler);
  while ((await pieces.next()).done !== true);
}

/** A handler of which only the opening tags are of interest, each with the names of those around it. */
export class TagHandler implements XmlHandler {
  private readonly path: string[] = [];

  constructor(
    private readonly onOpen: (name: string, attributes: ReadonlyMap<string, string>, parent: string) => void,
  ) {}

  open(name: string, attributes: () => ReadonlyMap<string, string>): void {
    this.onOpen(name, attributes(), this.path.at(-1) ?? '');
    this.path.push(name);
  }

  text(): void {
    // Attributes say it all.
  }

  close(): void {
    this.path.pop();
  }
}

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch {
    throw unreadable('broken-workbook');
  }
}
