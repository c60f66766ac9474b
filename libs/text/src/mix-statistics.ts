import type { CorpusStatistics, KindStatistics } from './corpus-statistics';
import { kindOf, type Term, type TermKind } from './tokeniser';

/**
 * Statistics half of a library's own and half of a general corpus, for each kind of term: the own document counts are scaled to the documents of the general corpus and averaged
 * with its counts, average lengths are averaged. A term that one side alone knows has count 0 on the other, and so half of its scaled count. A kind that one side does not have is
 * taken whole from the other.
 *
 * Counts lie between 0 and the documents of the general corpus, so a term's idf stays positive, and its count rises with either side's. A few own documents do not upset this: what one of n
 * holds has a share of at least 1 / 2n, and its idf is at most about ln 2n, so in a small library its terms weigh less and more alike than those that none of it holds, and keep the order
 * that the general corpus gives them.
 * @returns counts need not be whole numbers; named `general+own`
 * @throws RangeError when the two were made by different analysers
 */
export function mixStatistics(own: CorpusStatistics, general: CorpusStatistics): CorpusStatistics {
  if (own.analyserVersion !== general.analyserVersion)
    throw new RangeError(`statistics of ${own.analyserVersion} and of ${general.analyserVersion} can not be mixed`);
  const mixed = (kind: TermKind): KindStatistics => mixKind(own.kinds[kind], general.kinds[kind]);
  const documentCounts = new Map<Term, number>();
  for (const counts of [own.documentCounts, general.documentCounts])
    for (const term of counts.keys()) documentCounts.set(term, mixCount(term, own, general));
  return {
    version: `${general.version}+${own.version}`,
    analyserVersion: general.analyserVersion,
    kinds: { w: mixed('w'), b: mixed('b'), s: mixed('s') },
    documentCounts,
  };
}

function mixKind(own: KindStatistics, general: KindStatistics): KindStatistics {
  if (own.documents === 0) return general;
  if (general.documents === 0) return own;
  const mean = (field: 0 | 1 | 2): number => (own.averageLengths[field] + general.averageLengths[field]) / 2;
  return { documents: general.documents, averageLengths: [mean(0), mean(1), mean(2)] };
}

function mixCount(term: Term, own: CorpusStatistics, general: CorpusStatistics): number {
  const kind = kindOf(term);
  const [ownDocuments, documents] = [own.kinds[kind].documents, general.kinds[kind].documents];
  const [ownCount, count] = [own.documentCounts.get(term) ?? 0, general.documentCounts.get(term) ?? 0];
  if (ownDocuments === 0) return count;
  if (documents === 0) return ownCount;
  return ((ownCount * documents) / ownDocuments + count) / 2;
}
