import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Project } from '@throughtrain/domain';
import type { LibraryProject, ScoreRequest } from '@throughtrain/matching';
import { analyse, quantiseVector, type Analysis, type FieldCounts } from '@throughtrain/text';
import { z } from 'zod';

const seed = 20261125;
/** Of ten terms of a document one is of few others: so a vocabulary grows as real ones do, rather than staying that of the sample. */
const rareShare = 0.1;
const sentencesPerProject = 5;
const demandParts = 2;

const text = z.object({ title: z.string(), keywords: z.array(z.string()).default([]) });
const projectText = text.extend({ summary: z.string() });
const demandText = text.extend({ description: z.string() });

interface Piece {
  readonly terms: Analysis['terms'];
  /** Its meaning: numbers of its own. */
  readonly vector: Float32Array;
}

/** Projects and demands to measure with. */
export interface BenchLibrary {
  readonly dimension: number;
  /** @param batch projects of a batch */
  projects(count: number, batch?: number): AsyncIterable<readonly LibraryProject[]>;
  queries(count: number): ScoreRequest['queries'];
}

/** A library and its demands with the words and lengths of the sample's texts, put together anew; the same numbers give the same bytes. */
export class EngineLibrary implements BenchLibrary {
  private readonly titles: readonly Piece[];
  private readonly sentences: readonly Piece[];
  private readonly demands: readonly { readonly title: Piece; readonly body: Piece }[];

  constructor(readonly dimension: number) {
    const random = mulberry32(seed);
    const piece = (field: 'title' | 'keywords' | 'body', words: string): Piece => ({
      terms: analyse({ title: '', keywords: '', body: '', [field]: words }).terms,
      vector: Float32Array.from({ length: dimension }, () => random() - 0.5),
    });
    const projects = readLines('samples/projects.ndjson', projectText);
    this.titles = projects.map(({ title }) => piece('title', title));
    this.sentences = projects.flatMap(({ summary, keywords }) => [
      ...(summary.match(/[^。.]+[。.]/gu) ?? []).map((sentence) => piece('body', sentence)),
      piece('keywords', keywords.join('；')),
    ]);
    this.demands = readLines('samples/demands.ndjson', demandText).map(({ title, description }) => ({
      title: piece('title', title),
      body: piece('body', description),
    }));
  }

  async *projects(count: number, batch = 500): AsyncGenerator<readonly LibraryProject[]> {
    const random = mulberry32(seed + 1);
    let projects: LibraryProject[] = [];
    for (let number = 0; number < count; number += 1) {
      const sentences = Array.from({ length: sentencesPerProject }, () => pick(this.sentences, random));
      const { terms, vector } = this.join([pick(this.titles, random), ...sentences]);
      const analysis = { terms: withRareTerms(terms, number, count, random) };
      projects.push({ project: bareProject(idOf(number)), analysis, vector });
      if (projects.length < batch) continue;
      yield projects;
      projects = [];
    }
    if (projects.length > 0) yield projects;
  }

  queries(count: number): ScoreRequest['queries'] {
    const random = mulberry32(seed + 2);
    return Array.from({ length: count }, () => {
      const bodies = Array.from({ length: demandParts }, () => pick(this.demands, random).body);
      const { terms, vector } = this.join([pick(this.demands, random).title, ...bodies]);
      return { analysis: { terms }, vector, mask: nobody };
    });
  }

  private join(pieces: readonly Piece[]): { readonly terms: Analysis['terms']; readonly vector: Int8Array } {
    const counts = new Map<string, FieldCounts>();
    const vector = new Float32Array(this.dimension);
    for (const piece of pieces) {
      piece.vector.forEach((number, k) => (vector[k] = (vector[k] ?? 0) + number));
      for (const [term, [title, keywords, body]] of piece.terms) {
        const [a, b, c] = counts.get(term) ?? [0, 0, 0];
        counts.set(term, [a + title, b + keywords, c + body]);
      }
    }
    return { terms: sorted(counts), vector: quantiseVector(vector, this.dimension) };
  }
}

function withRareTerms(
  terms: Analysis['terms'],
  number: number,
  count: number,
  random: () => number,
): Analysis['terms'] {
  const counts = new Map(terms);
  for (const [term] of terms) {
    if (random() >= rareShare) continue;
    counts.delete(term);
    counts.set(`${term}${Math.floor(random() * Math.sqrt(count) * 4).toString(36)}${number % 7}`, [0, 0, 1]);
  }
  return sorted(counts);
}

const sorted = (counts: ReadonlyMap<string, FieldCounts>): Analysis['terms'] =>
  [...counts].sort(([a], [b]) => (a < b ? -1 : 1));

export const nobody = { enterpriseId: 'none', declined: new Set<string>() };

export function idOf(number: number): string {
  const digits = createHash('sha256').update(String(number)).digest('hex');
  return [8, 12, 16, 20, 32].map((end, at, ends) => digits.slice(at === 0 ? 0 : ends[at - 1], end)).join('-');
}

const nothing: readonly never[] = [];

/** What gates ask for, and no text. */
export function bareProject(id: string): Project {
  return {
    ...{
      id,
      revision: 1,
      channel: 'open-call',
      externalId: id,
      status: 'active',
      language: 'zh',
      stage: 'intermediate',
    },
    ...{ title: '', summary: '', keywords: nothing, seiCodes: ['5.2'], hteCodes: nothing, patents: nothing },
    ...{ cooperation: nothing, consentToPush: true },
  };
}

/** The sample has faulty lines on purpose. */
export function readLines<Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const parsed = schema.safeParse(JSON.parse(line));
        return parsed.success ? [parsed.data] : [];
      } catch {
        return [];
      }
    });
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** A small generator of uniform numbers in [0, 1). @see Tommy Ettinger's mulberry32 */
function mulberry32(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
