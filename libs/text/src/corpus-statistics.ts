import { fieldLengths, type Analysis, type FieldCounts } from './analyse';
import { kindOf, termKinds, type Term, type TermKind } from './tokeniser';

/** Counts of one kind of term over the documents that were counted for it. */
export interface KindStatistics {
  /** Documents counted. */
  readonly documents: number;
  /** Average number of terms a field, in the order of `fields`. */
  readonly averageLengths: FieldCounts;
}

/**
 * Document counts and lengths of a corpus: a versioned artifact, not a property of the library, so that a project's score does not
 * move when others come or go. A term that was never seen has document count 0.
 */
export interface CorpusStatistics {
  readonly version: string;
  readonly analyserVersion: string;
  readonly kinds: Readonly<Record<TermKind, KindStatistics>>;
  readonly documentCounts: ReadonlyMap<Term, number>;
}

/**
 * Rarity of a term: ln(1 + (n - df + 0.5) / (df + 0.5)), always positive.
 * @see Robertson et al., Okapi at TREC-3 (1994); the +1 inside the log as Lucene does
 */
export function inverseDocumentFrequency(statistics: CorpusStatistics, term: Term): number {
  const { documents } = statistics.kinds[kindOf(term)];
  const count = statistics.documentCounts.get(term) ?? 0;
  return Math.log(1 + (documents - count + 0.5) / (count + 0.5));
}

/**
 * Counts a corpus. A document counts for a kind when it holds a term of it.
 * @param leastCount terms in fewer documents are left out (they then count as unseen)
 */
export function countCorpus(
  analyses: Iterable<Analysis>,
  naming: { version: string; analyserVersion: string; leastCount: number },
): CorpusStatistics {
  const counts = new Map<Term, number>();
  const totals = { w: newTotals(), b: newTotals(), s: newTotals() };
  for (const analysis of analyses) {
    const lengths = fieldLengths(analysis);
    for (const kind of termKinds) {
      if (lengths[kind].every((length) => length === 0)) continue;
      totals[kind].documents += 1;
      lengths[kind].forEach((length, field) => {
        totals[kind].lengths[field] = (totals[kind].lengths[field] ?? 0) + length;
      });
    }
    for (const [term] of analysis.terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  for (const [term, count] of counts) if (count < naming.leastCount) counts.delete(term);
  return {
    version: naming.version,
    analyserVersion: naming.analyserVersion,
    kinds: { w: average(totals.w), b: average(totals.b), s: average(totals.s) },
    documentCounts: counts,
  };
}

interface Totals {
  documents: number;
  lengths: [number, number, number];
}

function newTotals(): Totals {
  return { documents: 0, lengths: [0, 0, 0] };
}

function average({ documents, lengths }: Totals): KindStatistics {
  const mean = (sum: number): number => Math.round((sum / Math.max(1, documents)) * 1000) / 1000;
  return { documents, averageLengths: [mean(lengths[0]), mean(lengths[1]), mean(lengths[2])] };
}

/** Text form: a JSON header line, then `term TAB count` sorted by term. The same counts give the same bytes. */
export function formatCorpusStatistics({ documentCounts, ...header }: CorpusStatistics): string {
  const lines = [...documentCounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([term, count]) => `${term}\t${count}`);
  return `${JSON.stringify(header)}\n${lines.join('\n')}\n`;
}

/** Reverse of {@link formatCorpusStatistics}. @throws SyntaxError when the header is not JSON */
export function parseCorpusStatistics(text: string): CorpusStatistics {
  const headerEnd = text.indexOf('\n');
  const header = JSON.parse(text.slice(0, headerEnd)) as Omit<CorpusStatistics, 'documentCounts'>;
  const documentCounts = new Map<Term, number>();
  for (const line of text.slice(headerEnd + 1).split('\n')) {
    const tab = line.indexOf('\t');
    if (tab > 0) documentCounts.set(line.slice(0, tab), Number(line.slice(tab + 1)));
  }
  return { ...header, documentCounts };
}
