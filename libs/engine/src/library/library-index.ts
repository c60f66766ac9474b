import type { LibraryProject } from '@throughtrain/matching';
import { withRoom } from '../index/growing';
import { turn } from '../turn';
import { TextPages, type PageSizes } from '../index/text-pages';
import { toIdWords, wordsPerId } from '../index/uuid-words';
import { ProjectColumns } from './project-columns';

const leastCapacity = 1 << 10;
/** Documents that are found their places between two turns of the event loop: some milliseconds of work. */
const documentsPerTurn = 10_000;

/**
 * All versions of the projects of a library that were told of, a document each, in the order in which they came. Which of them a reader sees is a matter of its
 * view, so that readers and the one who appends never wait for each other.
 */
export class LibraryIndex {
  /** Projects of which some version shares a number or a declared group with another project; others are in no group but by a decision. */
  readonly linked = new Set<string>();
  /** Newest document + 1 by the hash of its id; at most half of it is taken. */
  private places = new Uint32Array(leastCapacity * 2);
  /** Document of the same project before + 1. */
  private previous = new Uint32Array(leastCapacity);
  private ids = 0;
  /** The first document with each key. */
  private readonly firstWithKey = new Map<string, number>();

  private constructor(
    readonly texts: TextPages,
    readonly projects: ProjectColumns,
  ) {}

  static empty(sizes?: PageSizes): LibraryIndex {
    return new LibraryIndex(new TextPages(sizes), new ProjectColumns());
  }

  /** @param projects columns of the documents of `texts`. @throws RangeError when two documents are of one project */
  static async of(texts: TextPages, projects: ProjectColumns): Promise<LibraryIndex> {
    const index = new LibraryIndex(texts, projects);
    index.places = new Uint32Array(Math.max(index.places.length, 2 ** Math.ceil(Math.log2(texts.size * 2))));
    index.previous = withRoom(index.previous, texts.size);
    for (let document = 0; document < texts.size; document += 1) {
      if (document % documentsPerTurn === 0) await turn();
      const place = index.placeOf(texts.idWordsOf(document));
      if (index.places[place] !== 0) throw new RangeError('two documents are of one project');
      index.places[place] = document + 1;
      if (projects.ownLinks(document) !== undefined) index.link(document, texts.idOf(document));
    }
    index.ids = texts.size;
    return index;
  }

  get size(): number {
    return this.texts.size;
  }

  /** Bytes of all columns, those of the distinct terms apart; maps of what links projects are not counted. */
  get bytes(): { readonly documents: number; readonly terms: number } {
    const { texts, terms } = this.texts.bytes;
    return { documents: texts + this.projects.bytes + this.places.byteLength + this.previous.byteLength, terms };
  }

  /** @returns the number of the document. @throws RangeError when its id is no UUID or its vector is longer than others */
  append({ project, analysis, vector }: LibraryProject): number {
    const place = this.placeOf(toIdWords(project.id));
    const document = this.texts.append(project.id, analysis ?? { terms: [] }, vector);
    this.projects.append(document, project);
    this.previous = withRoom(this.previous, document + 1);
    const before = this.places[place] ?? 0;
    this.previous[document] = before;
    this.places[place] = document + 1;
    if (before === 0) this.ids += 1;
    this.link(document, project.id);
    if (this.ids * 2 > this.places.length) this.rehash();
    return document;
  }

  /** @returns the newest document of the project for which a view says yes */
  find(id: string, isSeen: (document: number) => boolean): number | undefined {
    let document = (this.places[this.placeOf(toIdWords(id))] ?? 0) - 1;
    while (document >= 0 && !isSeen(document)) document = (this.previous[document] ?? 0) - 1;
    return document < 0 ? undefined : document;
  }

  /** @returns the part of a library in `count` parts that the project of a document lies in, see `shardOf` */
  shardOf(document: number, count: number): number {
    return (this.texts.idWordsOf(document)[wordsPerId - 1] ?? 0) % count;
  }

  private link(document: number, id: string): void {
    for (const key of this.projects.keysOf(document)) {
      const first = this.firstWithKey.get(key);
      if (first === undefined) this.firstWithKey.set(key, document);
      else if (this.texts.idOf(first) !== id) this.linked.add(this.texts.idOf(first)).add(id);
    }
  }

  private placeOf(id: ArrayLike<number>): number {
    const last = this.places.length - 1;
    let place = hashOf(id) & last;
    for (;;) {
      const found = this.places[place] ?? 0;
      if (found === 0 || areEqual(this.texts.idWordsOf(found - 1), id)) return place;
      place = (place + 1) & last;
    }
  }

  private rehash(): void {
    const before = this.places;
    this.places = new Uint32Array(before.length * 2);
    for (const found of before) if (found > 0) this.places[this.placeOf(this.texts.idWordsOf(found - 1))] = found;
  }
}

function hashOf(words: ArrayLike<number>): number {
  let hash = 0;
  for (let at = 0; at < words.length; at += 1) hash = Math.imul(hash ^ (hash >>> 15) ^ (words[at] ?? 0), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function areEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}
