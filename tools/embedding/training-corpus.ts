import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindOf, tokenise, type Term } from '@throughtrain/text';
import { bodiesOf } from './paragraphs';
import { linesOf, readPapers, type Paper } from './papers';

/** Kinds of pairs of texts that say the same or belong together. */
export const pairKinds = [
  'title-abstract',
  'keywords-abstract',
  'title-paragraph',
  'neighbours',
  'crops',
  'across',
  'summaries',
  'across-summaries',
  'english',
  'english-crops',
] as const;
export type PairKind = (typeof pairKinds)[number];

/** Texts as lists of rows of the table, and pairs of them. */
export interface TrainingCorpus {
  readonly terms: readonly Term[];
  /** Papers that hold each term. */
  readonly documentCounts: Uint32Array;
  readonly tokens: Int32Array;
  /** Where each text begins among the tokens; one more than there are texts. */
  readonly offsets: Int32Array;
  /** Texts of one paper have one number. */
  readonly paperOf: Int32Array;
  /** Two texts a pair. */
  readonly pairs: Readonly<Record<PairKind, Int32Array>>;
}

const longestParagraph = 600;
const leastParagraphTerms = 8;

/** @returns the terms of a text that the table may have rows for: words and stems, no pairs of characters */
export function wordsOf(text: string): Term[] {
  return tokenise(text).filter((term) => kindOf(term) !== 'b');
}

class CorpusBuilder {
  private readonly ids = new Map<Term, number>();
  private readonly counts: number[] = [];
  private readonly lastPaper: number[] = [];
  private tokens = new Int32Array(1 << 22);
  private length = 0;
  private readonly offsets = [0];
  private readonly paperOf: number[] = [];
  private readonly pairs = Object.fromEntries(pairKinds.map((kind) => [kind, []])) as unknown as Record<
    PairKind,
    number[]
  >;

  /** @returns the number of the text; undefined when it has too few terms */
  addText(text: string, paper: number, least = 1): number | undefined {
    const terms = wordsOf(text);
    if (terms.length < least) return undefined;
    if (this.length + terms.length > this.tokens.length) {
      const larger = new Int32Array(this.tokens.length * 2);
      larger.set(this.tokens);
      this.tokens = larger;
    }
    for (const term of terms) this.tokens[this.length++] = this.idOf(term, paper);
    this.paperOf.push(paper);
    return this.offsets.push(this.length) - 2;
  }

  addPair(kind: PairKind, left: number | undefined, right: number | undefined): void {
    if (left !== undefined && right !== undefined) this.pairs[kind].push(left, right);
  }

  private idOf(term: Term, paper: number): number {
    let id = this.ids.get(term);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(term, id);
      this.counts.push(0);
      this.lastPaper.push(-1);
    }
    if (this.lastPaper[id] !== paper) {
      this.lastPaper[id] = paper;
      this.counts[id] = (this.counts[id] ?? 0) + 1;
    }
    return id;
  }

  /** Keeps the terms of the most papers, sorted by term. */
  finish(rows: number, leastCount: number): TrainingCorpus {
    const kept = [...this.ids]
      .filter(([, id]) => (this.counts[id] ?? 0) >= leastCount)
      .sort(([a, i], [b, j]) => (this.counts[j] ?? 0) - (this.counts[i] ?? 0) || (a < b ? -1 : 1))
      .slice(0, rows)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const rowOf = new Int32Array(this.ids.size).fill(-1);
    kept.forEach(([, id], row) => (rowOf[id] = row));
    const tokens = new Int32Array(this.length);
    const offsets = new Int32Array(this.offsets.length);
    let length = 0;
    for (let text = 0; text + 1 < offsets.length; text += 1) {
      for (let at = this.offsets[text] ?? 0; at < (this.offsets[text + 1] ?? 0); at += 1) {
        const row = rowOf[this.tokens[at] ?? 0] ?? -1;
        if (row >= 0) tokens[length++] = row;
      }
      offsets[text + 1] = length;
    }
    const isUsable = (text: number): boolean => (offsets[text + 1] ?? 0) - (offsets[text] ?? 0) >= 2;
    const usable = (pairs: readonly number[]): Int32Array =>
      Int32Array.from(pairs.filter((_, at) => isUsable(pairs[at & ~1] ?? 0) && isUsable(pairs[at | 1] ?? 0)));
    return {
      terms: kept.map(([term]) => term),
      documentCounts: Uint32Array.from(kept, ([, id]) => this.counts[id] ?? 0),
      tokens: tokens.slice(0, length),
      offsets,
      paperOf: Int32Array.from(this.paperOf),
      pairs: Object.fromEntries(pairKinds.map((kind) => [kind, usable(this.pairs[kind])])) as TrainingCorpus['pairs'],
    };
  }
}

/** Tokenises the papers of a folder that are not held out, with their bodies, and pairs their texts. */
export async function buildCorpus(
  folder: string,
  { rows, leastCount, progress }: { rows: number; leastCount: number; progress: (line: string) => void },
): Promise<TrainingCorpus> {
  const papers = await readPapers(folder);
  const builder = new CorpusBuilder();
  const numberOf = new Map(papers.map(({ id }, index) => [id, index]));
  const titleOf = new Map<string, number | undefined>();
  papers.forEach((paper, index) => {
    if (!paper.isHeldOut) titleOf.set(paper.id, addPaper(builder, paper, index));
  });
  progress(`${titleOf.size} papers, ${papers.length - titleOf.size} held out`);
  let bodies = 0;
  for await (const { paper, paragraphs } of bodiesOf(linesOf(join(folder, 'chinaxiv-body.txt.gz')), papers)) {
    addBody(builder, paragraphs, numberOf.get(paper.id) ?? 0, titleOf.get(paper.id));
    bodies += 1;
    if (bodies % 1_000 === 0) progress(`${bodies} bodies`);
  }
  return builder.finish(rows, leastCount);
}

/** @returns the number of its Chinese title */
function addPaper(builder: CorpusBuilder, paper: Paper, index: number): number | undefined {
  const add = (text: string): number | undefined => builder.addText(text, index, 2);
  const [zh, en] = [paper.zh, paper.en].map(({ title, abstract, keywords }) => ({
    title: add(title),
    abstract: add(abstract),
    keywords: add(keywords),
  })) as [Record<keyof Paper['zh'], number | undefined>, Record<keyof Paper['en'], number | undefined>];
  const isArxiv = paper.source === 'arxiv';
  builder.addPair(isArxiv ? 'summaries' : 'title-abstract', zh.title, zh.abstract);
  builder.addPair('keywords-abstract', zh.keywords, zh.abstract);
  builder.addPair('crops', zh.abstract, zh.abstract);
  builder.addPair('english', en.title, en.abstract);
  builder.addPair('english', en.keywords, en.abstract);
  builder.addPair('english', en.title, en.keywords);
  builder.addPair('english-crops', en.abstract, en.abstract);
  for (const own of Object.values(zh))
    for (const other of Object.values(en)) builder.addPair(isArxiv ? 'across-summaries' : 'across', own, other);
  const summaries = paper.summaries.map(add);
  summaries.forEach((summary, at) => {
    builder.addPair('across-summaries', summary, en.abstract);
    builder.addPair('summaries', summary, summaries[(at + 1) % summaries.length]);
  });
  return zh.title;
}

function addBody(
  builder: CorpusBuilder,
  paragraphs: readonly string[],
  paper: number,
  title: number | undefined,
): void {
  let previous: number | undefined;
  for (const paragraph of paragraphs) {
    const text = builder.addText(paragraph.slice(0, longestParagraph), paper, leastParagraphTerms);
    builder.addPair('title-paragraph', title, text);
    builder.addPair('neighbours', previous, text);
    builder.addPair('crops', text, text);
    previous = text;
  }
}

const parts = ['tokens', 'offsets', 'paperOf'] as const;

/** Keeps a corpus in a folder, so that another training need not tokenise again. */
export function saveCorpus(folder: string, corpus: TrainingCorpus): void {
  mkdirSync(folder, { recursive: true });
  for (const part of parts) writeFileSync(join(folder, `${part}.bin`), bytesOf(corpus[part]));
  for (const kind of pairKinds) writeFileSync(join(folder, `pairs-${kind}.bin`), bytesOf(corpus.pairs[kind]));
  const lines = corpus.terms.map((term, row) => `${term}\t${corpus.documentCounts[row] ?? 0}\n`);
  writeFileSync(join(folder, 'terms.tsv'), lines.join(''));
}

/** @returns a corpus that {@link saveCorpus} kept; undefined when there is none */
export function loadCorpus(folder: string): TrainingCorpus | undefined {
  const termsFile = join(folder, 'terms.tsv');
  // Written last, so it is there only when the others are.
  if (!existsSync(termsFile)) return undefined;
  const lines = readFileSync(termsFile, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const read = (name: string): Int32Array => {
    const bytes = readFileSync(join(folder, `${name}.bin`));
    return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  };
  return {
    terms: lines.map(([term]) => term ?? ''),
    documentCounts: Uint32Array.from(lines, ([, count]) => Number(count)),
    tokens: read('tokens'),
    offsets: read('offsets'),
    paperOf: read('paperOf'),
    pairs: Object.fromEntries(
      pairKinds.map((kind) => [kind, read(`pairs-${kind}`)]),
    ) as unknown as TrainingCorpus['pairs'],
  };
}

/** @returns the memory of a typed array as bytes */
export function bytesOf(numbers: Int32Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
