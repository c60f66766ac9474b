import { elsewhere, wordsElsewhere } from '../index/posting';
import type { SharedTexts } from '../index/text-pages';
import { turn } from '../turn';
import type { LibraryView } from '../library/library-view';

/** Documents that are looked at between two turns of the event loop: some milliseconds of work. */
export const documentsPerTurn = 1_000;

/** What a view sees, numbered anew without what it does not see: later versions, earlier ones, and terms that only they have. */
export interface CompactPlan {
  readonly texts: SharedTexts;
  /** Documents in the order of their new numbers. */
  readonly documents: Uint32Array;
  /** Where the postings of each begin, by new number. */
  readonly starts: Uint32Array;
  /** Where those of the last end. */
  readonly words: number;
  /** New numbers of terms + 1, by the old ones; 0 for those that nothing has. */
  readonly termNumbers: Uint32Array;
  /** Old numbers of terms by the new ones. */
  readonly terms: Uint32Array;
}

/** Others may append meanwhile. */
export async function planCompact({ index, seen }: LibraryView): Promise<CompactPlan> {
  const { pages, postings, documentsPerPage, postingsPerPage, stride, terms } = index.texts;
  const texts = { pages: [...pages], postings: [...postings], documentsPerPage, postingsPerPage, stride };
  const documents = placesOfOnes(seen);
  const starts = new Uint32Array(documents.length);
  const termNumbers = new Uint32Array(terms.size);
  let words = 0;
  for (let number = 0; number < documents.length; number += 1) {
    if (number % documentsPerTurn === 0) await turn();
    const { postings: own, all } = postingsOf(texts, documents[number] ?? 0);
    for (const posting of own) termNumbers[posting >>> 8] = 1;
    const left = postingsPerPage - (words % postingsPerPage);
    if (all.length > left) words += left;
    starts[number] = words;
    words += all.length;
  }
  await turn();
  const used = placesOfOnes(termNumbers);
  await turn();
  for (let number = 0; number < used.length; number += 1) termNumbers[used[number] ?? 0] = number + 1;
  return { texts, documents, starts, words, termNumbers, terms: used };
}

/** @returns the postings of a document, and the same with the counts that stand behind them */
export function postingsOf(
  { pages, postings, documentsPerPage, postingsPerPage }: SharedTexts,
  document: number,
): { readonly postings: Uint32Array; readonly all: Uint32Array } {
  const page = pages[Math.floor(document / documentsPerPage)];
  const [start, count] = [page?.starts[document % documentsPerPage], page?.termCounts[document % documentsPerPage]];
  const words = postings[Math.floor((start ?? 0) / postingsPerPage)] ?? new Uint32Array(0);
  const from = (start ?? 0) % postingsPerPage;
  const own = words.subarray(from, from + (count ?? 0));
  let apart = 0;
  for (const posting of own) if ((posting & 0xff) === elsewhere) apart += wordsElsewhere;
  return { postings: own, all: words.subarray(from, from + own.length + apart) };
}

function placesOfOnes(flags: Uint8Array | Uint32Array): Uint32Array {
  let count = 0;
  for (const flag of flags) if (flag === 1) count += 1;
  const places = new Uint32Array(count);
  let next = 0;
  for (let place = 0; place < flags.length; place += 1)
    if (flags[place] === 1) {
      places[next] = place;
      next += 1;
    }
  return places;
}
