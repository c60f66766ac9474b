import { fieldLengths, termKinds, type Analysis, type FieldCounts, type FieldLengths } from '@throughtrain/text';
import type { ScoredText } from '../scored-text';
import { strideOf } from '../scoring/dot-products';
import { codeOf, countsOfCode, elsewhere, fromWords, toWords, wordsElsewhere } from './posting';
import { shared } from './shared';
import { TermTable } from './term-table';
import { fromIdWords, toIdWords, wordsPerId } from './uuid-words';

/** Kinds of terms times fields. */
export const lengthsPerDocument = 9;

/** What is scored of documents: columns of some thousand each, in memory that threads share. Written once, a document at a time. */
export interface TextPage {
  /** Four words a document, which compare as the ids do. */
  readonly ids: Uint32Array;
  /** Where the postings of a document begin: words from the beginning of all pages of postings. */
  readonly starts: Uint32Array;
  readonly termCounts: Uint32Array;
  /** Terms by kind and field, nine a document. */
  readonly lengths: Uint32Array;
  /** Sum of the squares of the vector's numbers. */
  readonly squares: Uint32Array;
  readonly vectors: Int8Array;
}

/** The texts of a library, as threads hold them. */
export interface SharedTexts {
  readonly documentsPerPage: number;
  readonly postingsPerPage: number;
  /** Numbers of a vector with what fills it up; 0 when there are none. */
  readonly stride: number;
  readonly pages: readonly TextPage[];
  /** Postings, document by document, those of one in the order of its terms: see {@link codeOf}. */
  readonly postings: readonly Uint32Array[];
}

/** Documents and postings of a page. */
export interface PageSizes {
  readonly documentsPerPage: number;
  readonly postingsPerPage: number;
}

/** How much pages hold. */
export interface Filling {
  readonly documents: number;
  /** From the beginning of all pages of postings to the end of the last document's. */
  readonly words: number;
  /** Numbers of a vector; 0 when there are none. */
  readonly dimensions: number;
}

export const usualSizes: PageSizes = { documentsPerPage: 1 << 13, postingsPerPage: 1 << 20 };

/** Holds texts for scoring: four bytes a posting, the vectors, some fifty bytes a document. Nothing that was taken is changed. */
export class TextPages implements SharedTexts {
  readonly pages: TextPage[] = [];
  readonly postings: Uint32Array[] = [];
  readonly documentsPerPage: number;
  readonly postingsPerPage: number;
  /** Of the vectors; 0 until a text has one. */
  dimensions = 0;
  private documents = 0;
  private words = 0;

  constructor(
    sizes: PageSizes = usualSizes,
    readonly terms = new TermTable(),
  ) {
    this.documentsPerPage = sizes.documentsPerPage;
    this.postingsPerPage = sizes.postingsPerPage;
  }

  /** @returns pages that count as filled: whoever asks for them fills them before others see them */
  static filled(terms: TermTable, { documents, words, dimensions }: Filling, sizes: PageSizes = usualSizes): TextPages {
    const texts = new TextPages(sizes, terms);
    texts.dimensions = dimensions;
    while (texts.pages.length * sizes.documentsPerPage < documents) texts.addPage();
    while (texts.postings.length * sizes.postingsPerPage < words) texts.addPostings();
    texts.documents = documents;
    texts.words = words;
    return texts;
  }

  get size(): number {
    return this.documents;
  }

  get stride(): number {
    return strideOf(this.dimensions);
  }

  /** Bytes that are held, those of the distinct terms apart. */
  get bytes(): { readonly texts: number; readonly terms: number } {
    const ofPage = ({ ids, starts, termCounts, lengths, squares, vectors }: TextPage): number =>
      [ids, starts, termCounts, lengths, squares, vectors].reduce((sum, column) => sum + column.byteLength, 0);
    const texts = [...this.pages.map(ofPage), ...this.postings.map(({ byteLength }) => byteLength)];
    return { texts: texts.reduce((sum, bytes) => sum + bytes, 0), terms: this.terms.bytes };
  }

  /**
   * @param id a UUID; several documents may have one
   * @param vector undefined or empty where texts have none, for a text that was not analysed, and for one that was purged
   * @returns the number of the document, from 0
   * @throws RangeError for an id of another form, a vector of another length, or more terms than a page holds
   */
  append(id: string, analysis: Analysis, vector: Int8Array | undefined): number {
    const hasVector = vector !== undefined && vector.length > 0;
    if (hasVector) this.fixDimensions(vector.length);
    const document = this.documents;
    const [page, row] = [this.pageFor(document), document % this.documentsPerPage];
    page.ids.set(toIdWords(id), row * wordsPerId);
    page.starts[row] = this.write(analysis);
    page.termCounts[row] = analysis.terms.length;
    const lengths = fieldLengths(analysis);
    page.lengths.set(
      termKinds.flatMap((kind) => [...lengths[kind]]),
      row * lengthsPerDocument,
    );
    if (hasVector) {
      page.vectors.set(vector, row * this.stride);
      page.squares[row] = vector.reduce((sum, number) => sum + number * number, 0);
    }
    this.documents += 1;
    return document;
  }

  /** @returns the id of a document below {@link size} */
  idOf(document: number): string {
    return fromIdWords(this.idWordsOf(document), 0);
  }

  /** @returns its id as words, see {@link toIdWords} */
  idWordsOf(document: number): Uint32Array {
    const at = (document % this.documentsPerPage) * wordsPerId;
    return this.pageOf(document).ids.subarray(at, at + wordsPerId);
  }

  /** @returns the text of a document below {@link size} */
  at(document: number): ScoredText {
    const page = this.pageOf(document);
    const row = document % this.documentsPerPage;
    const lengths = [...page.lengths.subarray(row * lengthsPerDocument, (row + 1) * lengthsPerDocument)];
    const vectorAt = row * this.stride;
    return {
      ...this.read(page.starts[row] ?? 0, page.termCounts[row] ?? 0),
      lengths: Object.fromEntries(
        termKinds.map((kind, at) => [kind, lengths.slice(at * 3, at * 3 + 3)]),
      ) as unknown as FieldLengths,
      ...(this.dimensions > 0 && { vector: page.vectors.slice(vectorAt, vectorAt + this.dimensions) }),
    };
  }

  /** The first vector tells how long all are. */
  private fixDimensions(dimensions: number): void {
    if (dimensions === this.dimensions) return;
    if (this.dimensions > 0) throw new RangeError(`vectors have ${this.dimensions} numbers, not ${dimensions}`);
    this.dimensions = dimensions;
    this.pages.forEach((page, at) => (this.pages[at] = { ...page, vectors: this.newVectors() }));
  }

  private newVectors(): Int8Array {
    return shared(Int8Array, this.documentsPerPage * this.stride);
  }

  private pageOf(document: number): TextPage {
    const page = this.pages[Math.floor(document / this.documentsPerPage)];
    if (page === undefined || document >= this.documents) throw new RangeError(`no document ${document}`);
    return page;
  }

  private write({ terms }: Analysis): number {
    const codes = terms.map(([, counts]) => codeOf(counts));
    const apart = terms.flatMap(([, counts], index) => (codes[index] === elsewhere ? toWords(counts) : []));
    const postings = terms.map(([term], index) => this.terms.intern(term) * 0x100 + (codes[index] ?? 0));
    const at = this.room(postings.length + apart.length);
    const page = this.postings.at(-1);
    page?.set(postings, at % this.postingsPerPage);
    page?.set(apart, (at % this.postingsPerPage) + postings.length);
    this.words = at + postings.length + apart.length;
    return at;
  }

  private read(start: number, length: number): Pick<ScoredText, 'terms' | 'counts'> {
    const postings = this.postings[Math.floor(start / this.postingsPerPage)] ?? new Uint32Array(0);
    const offset = start % this.postingsPerPage;
    const counts = new Uint16Array(length * 3);
    let next = offset + length;
    const terms = Array.from({ length }, (_, index) => {
      const posting = postings[offset + index] ?? 0;
      const code = posting & 0xff;
      counts.set(code === elsewhere ? countsAt(postings, next) : codeCounts(code), index * 3);
      if (code === elsewhere) next += wordsElsewhere;
      return this.terms.at(posting >>> 8);
    });
    return { terms, counts };
  }

  /** @returns where that many words fit into one page */
  private room(length: number): number {
    if (length > this.postingsPerPage) throw new RangeError(`a text of more than ${this.postingsPerPage} terms`);
    const page = this.postings.length - 1;
    const end = (page + 1) * this.postingsPerPage;
    if (page >= 0 && this.words + length <= end) return this.words;
    this.addPostings();
    return end;
  }

  private addPostings(): void {
    this.postings.push(shared(Uint32Array, this.postingsPerPage));
  }

  private pageFor(document: number): TextPage {
    return this.pages[Math.floor(document / this.documentsPerPage)] ?? this.addPage();
  }

  private addPage(): TextPage {
    const words = (perDocument: number): Uint32Array => shared(Uint32Array, this.documentsPerPage * perDocument);
    const page: TextPage = {
      ids: words(wordsPerId),
      starts: words(1),
      termCounts: words(1),
      lengths: words(lengthsPerDocument),
      squares: words(1),
      vectors: this.newVectors(),
    };
    this.pages.push(page);
    return page;
  }
}

/** Counts that stand behind the postings of a document. */
export function countsAt(postings: Uint32Array, at: number): FieldCounts {
  return fromWords(postings[at] ?? 0, postings[at + 1] ?? 0);
}

const codeCounts = (code: number): Uint8Array => countsOfCode.subarray(code * 3, code * 3 + 3);
