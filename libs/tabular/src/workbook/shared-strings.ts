import { DomainError } from '@throughtrain/domain';
import { longestCell } from '../table-rows';
import { unescaped } from './cell-text';
import { scan } from './part';
import type { XmlHandler } from './xml-scanner';
import type { ZipArchive } from './zip';

/** They are held in memory, so there is a cap on them of their own. */
const mostCharacters = 64 * 1_048_576;

/** Collects the text of a string with its runs, without what tells its pronunciation. */
export class TextCollector {
  private text = '';
  private isPronunciation = false;
  private isInText = false;

  open(name: string): void {
    if (name === 'rPh') this.isPronunciation = true;
    else if (name === 't') this.isInText = !this.isPronunciation;
  }

  add(text: string): void {
    // One more than allowed is enough to see that it is too long; half a pair of surrogates is of no matter then.
    if (this.isInText && this.text.length <= longestCell) this.text += text;
  }

  close(name: string): void {
    if (name === 'rPh') this.isPronunciation = false;
    else if (name === 't') this.isInText = false;
  }

  take(): string {
    const { text } = this;
    this.text = '';
    return unescaped(text);
  }
}

class StringsHandler implements XmlHandler {
  readonly strings: string[] = [];
  private readonly collector = new TextCollector();
  private characters = 0;

  open(name: string): void {
    this.collector.open(name);
  }

  text(text: string): void {
    this.collector.add(text);
  }

  close(name: string): void {
    this.collector.close(name);
    if (name !== 'si') return;
    const text = this.collector.take();
    this.characters += text.length;
    if (this.characters > mostCharacters)
      throw new DomainError('invalid', 'request.too-large', { maxCharacters: mostCharacters });
    this.strings.push(text);
  }
}

/** The strings that the cells of a workbook refer to by their place. */
export async function sharedStrings(archive: ZipArchive, part: string): Promise<readonly string[]> {
  const handler = new StringsHandler();
  await scan(archive, part, handler);
  return handler.strings;
}
