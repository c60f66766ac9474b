import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { InputFault } from './input-fault';

export const longestLineBytes = 1_048_576;

const lineFeed = 0x0a;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export interface TextLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** A text file in UTF-8, read line by line; its hash once it is read. */
export class TextLines {
  readonly name: string;
  private readonly hash = createHash('sha256');
  private digest: string | undefined;

  constructor(private readonly path: string) {
    this.name = basename(path);
  }

  /** SHA-256 of all bytes in hex. Only what was read to its end has one. */
  get sha256(): string {
    if (this.digest === undefined) throw new RangeError(`${this.name} was not read to its end`);
    return this.digest;
  }

  /**
   * Lines that are not blank, without their ends and without a byte order mark. Holds one line and one chunk.
   * @param mostLines blank ones are counted too
   * @throws InputFault when the file can not be read, has no line that says something, or one that is too long or no UTF-8
   */
  async *read(mostLines: number): AsyncGenerator<TextLine, void, undefined> {
    let line = 0;
    let isEmpty = true;
    for await (const bytes of this.rawLines()) {
      line += 1;
      if (line > mostLines) throw new InputFault(this.name, `has more than ${mostLines} lines`);
      const text = this.decode(bytes, line);
      if (text.trim() === '') continue;
      isEmpty = false;
      yield { line, text };
    }
    if (isEmpty) throw new InputFault(this.name, 'holds nothing');
    this.digest = this.hash.digest('hex');
  }

  private async *rawLines(): AsyncGenerator<Buffer, void, undefined> {
    let pieces: Buffer[] = [];
    let length = 0;
    let line = 1;
    const add = (piece: Buffer): void => {
      length += piece.length;
      if (length > longestLineBytes)
        throw new InputFault(this.name, `is longer than ${longestLineBytes} bytes`, { line });
      pieces.push(piece);
    };
    for await (const chunk of this.chunks()) {
      let start = 0;
      for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
        add(chunk.subarray(start, end));
        yield Buffer.concat(pieces);
        [pieces, length, start] = [[], 0, end + 1];
        line += 1;
      }
      add(chunk.subarray(start));
    }
    if (length > 0) yield Buffer.concat(pieces);
  }

  private async *chunks(): AsyncGenerator<Buffer, void, undefined> {
    try {
      for await (const chunk of createReadStream(this.path) as AsyncIterable<Buffer>) {
        this.hash.update(chunk);
        yield chunk;
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw new InputFault(this.name, code === 'ENOENT' ? 'does not exist' : `can not be read (${code})`);
    }
  }

  private decode(bytes: Buffer, line: number): string {
    try {
      const text = utf8.decode(bytes).replace(/\r$/, '');
      return line === 1 ? text.replace(/^\ufeff/, '') : text;
    } catch {
      throw new InputFault(this.name, 'is not UTF-8 text', { line });
    }
  }
}
