import { bm25, relevanceInForce, type LexicalQuery } from '@throughtrain/ranking';
import {
  inverseDocumentFrequency,
  kindOf,
  type Analysis,
  type CorpusStatistics,
  type FieldCounts,
  fieldLengths,
} from '@throughtrain/text';
import fc from 'fast-check';
import { TextPages } from '../index/text-pages';
import { compileQueries } from './compiled-queries';
import { TextScorer } from './text-scorer';

const statistics: CorpusStatistics = {
  version: '1',
  analyserVersion: 'words-2',
  kinds: {
    w: { documents: 100, averageLengths: [3, 2, 40] },
    b: { documents: 100, averageLengths: [5, 0, 60] },
    s: { documents: 20, averageLengths: [1, 1, 1] },
  },
  documentCounts: new Map([
    ['wa', 3],
    ['wb', 50],
    ['bc', 20],
  ]),
};
const names = [
  'ba',
  'bb',
  'bc',
  'sa',
  'sb',
  'wa',
  'wb',
  ...Array.from({ length: 60 }, (_, at) => `wx${String(at + 10)}`),
];

/** S as the formula has it, term by term. */
function sumOf(document: Analysis, { terms }: LexicalQuery): number {
  const weights = new Map(terms.map(({ term, weight }) => [term, weight]));
  const lengths = fieldLengths(document);
  return document.terms.reduce((sum, [term, counts]) => {
    const weight = weights.get(term);
    if (weight === undefined) return sum;
    const idf = inverseDocumentFrequency(statistics, term);
    const { averageLengths } = statistics.kinds[kindOf(term)];
    return sum + weight * bm25({ counts, lengths: lengths[kindOf(term)], averageLengths, idf }, relevanceInForce);
  }, 0);
}

async function sumsOf(documents: readonly Analysis[], queries: readonly LexicalQuery[], demands = queries.length) {
  const texts = new TextPages({ documentsPerPage: 40, postingsPerPage: 300 });
  documents.forEach((document, at) => texts.append(idOf(at), document, undefined));
  const asked = { demands, queries, vectors: queries.map(() => undefined) };
  const compiled = await compileQueries(asked, texts.terms, 0, statistics, relevanceInForce);
  const scorer = new TextScorer(texts, compiled);
  const sums: number[][] = [];
  scorer.each(0, documents.length, () => sums.push([...scorer.sums.subarray(0, queries.length)]));
  return sums;
}

const idOf = (at: number): string => `00000000-0000-0000-0000-${String(at).padStart(12, '0')}`;

const count = fc.oneof({ weight: 4, arbitrary: fc.nat(2) }, fc.nat(70_000));
const document = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.tuple(count, count, count)), {
    selector: ([term]) => term,
    maxLength: 40,
  })
  .map((terms): Analysis => ({
    terms: terms
      .map(([term, counts]): [string, FieldCounts] => [term, counts.map((one) => Math.min(one, 65_535)) as never])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  }));
const query = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names, 'wunknown'), fc.double({ min: 0.01, max: 2, noNaN: true })), {
    selector: ([term]) => term,
    maxLength: 30,
  })
  .map((terms): LexicalQuery => ({ terms: terms.map(([term, weight]) => ({ term, weight })), scale: 1, fullness: 1 }));

describe('TextScorer', () => {
  it('sums words as the formula does, to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { maxLength: 90 }),
        fc.array(query, { minLength: 1, maxLength: 9 }),
        async (documents, queries) => {
          const expected = documents.map((one) => queries.map((asked) => sumOf(one, asked)));
          expect(await sumsOf(documents, queries)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses vectors of another length than those of the library, and more queries than have numbers', async () => {
    const { terms } = new TextPages();
    const nothing: LexicalQuery = { terms: [], scale: 0, fullness: 0 };
    const compile = (queries: number, vector: Int8Array | undefined) => {
      const asked = { demands: queries, queries: Array.from({ length: queries }, () => nothing) };
      return compileQueries(
        { ...asked, vectors: asked.queries.map(() => vector) },
        terms,
        8,
        statistics,
        relevanceInForce,
      );
    };
    await expect(compile(2, new Int8Array(9))).rejects.toThrow(RangeError);
    await expect(compile(2, new Int8Array(7))).rejects.toThrow(RangeError);
    await expect(compile(65_537, undefined)).rejects.toThrow(RangeError);
    expect((await compile(2, new Int8Array(8))).count).toBe(2);
  });

  it('tells more weights apart than a number of a use holds', async () => {
    const terms = names.slice(0, 60);
    const queries = Array.from({ length: 1_200 }, (_, asker): LexicalQuery => ({
      terms: terms.map((term, at) => ({ term, weight: 1 + (asker * 60 + at) / 1e6 })),
      ...{ scale: 1, fullness: 1 },
    }));
    const all: Analysis = { terms: terms.map((term) => [term, [0, 0, 1]]) };
    expect(await sumsOf([all], queries)).toEqual([queries.map((asked) => sumOf(all, asked))]);
  });
});
