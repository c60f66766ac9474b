import { kindOf, tokenise, type Term, type TermKind } from './tokeniser';

/** The fields of a document that are counted apart. */
export const fields = ['title', 'keywords', 'body'] as const;
export type Field = (typeof fields)[number];

/** Changes whenever the same text would give other terms; stored with every analysis and pinned by every run. */
export const analyserVersion = 'words-2';

/** Occurrences of one term by field, in the order of `fields`. */
export type FieldCounts = readonly [title: number, keywords: number, body: number];

/** What analysis made of a text: its terms, sorted, with their counts per field. */
export interface Analysis {
  readonly terms: readonly (readonly [term: Term, counts: FieldCounts])[];
}

/** Number of terms of each kind in each field. */
export type FieldLengths = Readonly<Record<TermKind, FieldCounts>>;

/** Analyses a document. Terms come sorted by code unit, so that sums over them have one order everywhere. */
export function analyse(texts: Readonly<Record<Field, string>>): Analysis {
  const counts = new Map<Term, [number, number, number]>();
  fields.forEach((field, index) => {
    for (const term of tokenise(texts[field])) {
      const entry = counts.get(term) ?? [0, 0, 0];
      entry[index] = (entry[index] ?? 0) + 1;
      counts.set(term, entry);
    }
  });
  // Without a comparator strings are sorted by code unit, and much faster.
  const terms = [...counts.keys()].sort();
  return { terms: terms.map((term) => [term, counts.get(term) ?? [0, 0, 0]]) };
}

/** The parts of a project or a demand that carry its meaning. */
export function recordTexts(record: {
  title: string;
  keywords: readonly string[];
  summary: string;
}): Readonly<Record<Field, string>> {
  return { title: record.title, keywords: record.keywords.join('；'), body: record.summary };
}

/** Analyses the parts of a project or a demand that carry its meaning. */
export function analyseRecord(record: Parameters<typeof recordTexts>[0]): Analysis {
  return analyse(recordTexts(record));
}

/** @returns the lengths that length normalisation needs */
export function fieldLengths(analysis: Analysis): FieldLengths {
  const lengths: Record<TermKind, [number, number, number]> = { w: [0, 0, 0], b: [0, 0, 0], s: [0, 0, 0] };
  for (const [term, counts] of analysis.terms) {
    const sums = lengths[kindOf(term)];
    counts.forEach((count, field) => {
      sums[field] = (sums[field] ?? 0) + count;
    });
  }
  return lengths;
}

/** Text form of an analysis, one term a line: `term TAB title,keywords,body`. */
export function formatAnalysis(analysis: Analysis): string {
  return analysis.terms.map(([term, [title, keywords, body]]) => `${term}\t${title},${keywords},${body}`).join('\n');
}

/** Reverse of {@link formatAnalysis}. @throws RangeError on a line of another form */
export function parseAnalysis(text: string): Analysis {
  if (text === '') return { terms: [] };
  return { terms: text.split('\n').map(parseLine) };
}

/** Without splitting lines further: reading a library, and an import, do this for every term of every text. */
function parseLine(line: string): readonly [term: Term, counts: FieldCounts] {
  const tab = line.indexOf('\t');
  const first = line.indexOf(',', tab + 1);
  const second = line.indexOf(',', first + 1);
  if (tab < 1 || first < 0 || second <= first) throw new RangeError('not an analysis');
  const counts: FieldCounts = [
    Number(line.slice(tab + 1, first)),
    Number(line.slice(first + 1, second)),
    Number(line.slice(second + 1)),
  ];
  return [line.slice(0, tab), counts];
}
