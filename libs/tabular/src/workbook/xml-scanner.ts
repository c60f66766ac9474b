import { unreadable } from '../unreadable';

/** What a scanner tells; names are without their prefix. */
export interface XmlHandler {
  /** @param attributes by name without prefix; read when asked for only */
  open(name: string, attributes: () => ReadonlyMap<string, string>): void;
  /** May come in several pieces. */
  text(text: string): void;
  close(name: string): void;
}

/** Longest tag, comment or CDATA section: a longer one is not of a workbook. */
const longestMarkup = 131_072;
const longestReference = 12;
const deepest = 256;
const tag = /<(\/?)([^\s/<>"']+)([^"'<>]*(?:(?:"[^"<]*"|'[^'<]*')[^"'<>]*)*)>/y;
const attribute = /\s+(?:[^\s=:]+:)?([^\s=:]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const reference = /&(?:#x([0-9a-f]{1,6});|#(\d{1,7});|(amp|lt|gt|quot|apos);)?/gi;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads the XML of a workbook piece by piece, holding no more than one tag of it. Refuses what is not well-formed, and any document type: so there
 * are no entities but the five of XML and no files that it could fetch.
 */
export class XmlScanner {
  private rest = '';
  private isBegun = false;
  private readonly path: string[] = [];

  constructor(private readonly handler: XmlHandler) {}

  /** @throws DomainError invalid `import.unreadable` `broken-workbook` */
  write(piece: string): void {
    const text = this.rest + piece;
    let at = 0;
    while (at < text.length) {
      const next = text.charCodeAt(at) === 0x3c ? this.markup(text, at) : this.characters(text, at);
      if (next === undefined) break;
      at = next;
    }
    this.rest = text.slice(at);
  }

  /** @throws DomainError invalid `import.unreadable` `broken-workbook` when the document is not complete */
  end(): void {
    if (!this.isBegun || this.path.length > 0 || this.rest !== '') throw broken();
  }

  /** @returns where the markup ends, undefined when its end is yet to come */
  private markup(text: string, at: number): number | undefined {
    for (const [start, end] of [
      ['<!--', '-->'],
      ['<?', '?>'],
      ['<![CDATA[', ']]>'],
    ] as const) {
      if (!text.startsWith(start, at)) continue;
      const stop = text.indexOf(end, at + start.length);
      if (stop < 0) {
        refuseEndless(text, at);
        return undefined;
      }
      if (start === '<![CDATA[') this.told(text.slice(at + start.length, stop));
      return stop + end.length;
    }
    // The start of a comment or a CDATA section may be cut off.
    if (text.charCodeAt(at + 1) === 0x21) {
      if (text.length - at >= '<![CDATA['.length) throw broken();
      return undefined;
    }
    tag.lastIndex = at;
    const found = tag.exec(text);
    if (!found) {
      refuseEndless(text, at);
      return undefined;
    }
    this.element(found[1] === '/', found[2] ?? '', found[3] ?? '');
    return tag.lastIndex;
  }

  private element(isEnd: boolean, name: string, rest: string): void {
    const local = name.slice(name.indexOf(':') + 1);
    if (isEnd) {
      if (this.path.pop() !== name || rest.trim() !== '') throw broken();
      this.handler.close(local);
      return;
    }
    if (this.path.length === 0 && this.isBegun) throw broken();
    this.isBegun = true;
    this.handler.open(local, () => attributesOf(rest));
    if (rest.endsWith('/')) this.handler.close(local);
    else if (this.path.push(name) > deepest) throw broken();
  }

  /** @returns where the text ends, undefined when a reference is cut off */
  private characters(text: string, at: number): number | undefined {
    const next = text.indexOf('<', at);
    let end = next < 0 ? text.length : next;
    if (next < 0) {
      const last = text.lastIndexOf('&');
      if (last >= at && !text.includes(';', last) && text.length - last < longestReference) end = last;
    }
    if (end > at) this.told(resolved(text.slice(at, end)));
    return end > at ? end : undefined;
  }

  private told(text: string): void {
    if (this.path.length > 0) this.handler.text(text);
    else if (text.trim() !== '') throw broken();
  }
}

function refuseEndless(text: string, at: number): void {
  if (text.length - at > longestMarkup) throw broken();
}

function attributesOf(rest: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  attribute.lastIndex = 0;
  for (let found = attribute.exec(rest); found; found = attribute.exec(rest))
    attributes.set(found[1] ?? '', resolved(found[2] ?? found[3] ?? ''));
  return attributes;
}

function resolved(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(reference, (_whole, hex?: string, decimal?: string, name?: string) => {
    const value = name === undefined ? undefined : named[name];
    if (value !== undefined) return value;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (!(code >= 0 && code <= 0x10ffff)) throw broken();
    return String.fromCodePoint(code);
  });
}

function broken() {
  return unreadable('broken-workbook');
}
