import type { ListLimits } from '@throughtrain/matching';
import { wordsPerId } from '../index/uuid-words';
import type { SharedTexts } from '../index/text-pages';
import type { BestList, ComesBefore } from './best-list';
import { CommonLeasts } from './common-leasts';
import type { CompiledQueries } from './compiled-queries';
import { LibraryScan } from './library-scan';
import { ListCollector } from './list-collector';
import { MaskedDocuments, type DocumentMasks } from './masked-documents';
import { TextScorer } from './text-scorer';

/** Documents that a thread takes at a time. */
export const documentsPerTake = 256;
/** Takes of a worker between two exchanges with the others. */
const takesPerExchange = 8;

/** A request as threads work on it, each on its own share of the documents. */
export interface ScoreJob {
  readonly queries: CompiledQueries;
  readonly limits: ListLimits;
  /** By document: not 0 for those that take no part. */
  readonly skip: Uint8Array;
  readonly masks: DocumentMasks;
  /** See {@link JobState}. */
  readonly state: Int32Array;
  /** See {@link CommonLeasts}. */
  readonly leasts: Int32Array;
}

/** Places in the state of a job: the next document to be taken, documents done, 1 when the work is to stop, workers that have begun. */
export const JobState = { next: 0, done: 1, stop: 2, workers: 3, length: 4 } as const;

/** Lists of a job: those of the demands, that by the brief, that by the sum. */
export const listsOf = (demands: number): number => demands + 2;

/** A list of documents, best first. */
export interface FoundList {
  readonly documents: ArrayLike<number>;
  readonly scores: ArrayLike<number>;
}

/** Lists as they go from thread to thread, one after the other: those of the demands, that by the brief, that by the sum. */
export interface FoundLists {
  readonly documents: Uint32Array;
  readonly scores: Float64Array;
  /** Where each list begins; one more than there are lists. */
  readonly starts: Uint32Array;
}

/** @returns one of them: the number of the demand, or of all demands for the list by the brief, and one more for that by the sum */
export function listAt({ documents, scores, starts }: FoundLists, list: number): FoundList {
  const [start, end] = [starts[list], starts[list + 1]];
  return { documents: documents.subarray(start, end), scores: scores.subarray(start, end) };
}

/** One worker on a job. Whoever has one calls {@link step} until it has nothing left to take. */
export class JobWorker {
  private readonly scorer: TextScorer;
  private readonly lists: ListCollector;
  private taken = 0;

  constructor(
    texts: SharedTexts,
    private readonly job: ScoreJob,
  ) {
    const { queries, state } = job;
    const worker = Atomics.add(state, JobState.workers, 1);
    this.scorer = new TextScorer(texts, queries, LibraryScan.bytes(queries.count));
    const leasts = new CommonLeasts(job.leasts, listsOf(queries.demands), worker);
    this.lists = new ListCollector(this.scorer, job, new MaskedDocuments(job.masks), leasts, idOrder(texts));
  }

  /** Takes and scores some documents. @returns false when none are left, or the job is to stop */
  step(): boolean {
    const { state, skip } = this.job;
    if (Atomics.load(state, JobState.stop) !== 0) return false;
    const start = Atomics.add(state, JobState.next, documentsPerTake);
    if (start >= skip.length) return false;
    const end = Math.min(start + documentsPerTake, skip.length);
    this.lists.take(start, end, skip);
    this.taken += 1;
    if (this.taken % takesPerExchange === 0) this.lists.exchange();
    Atomics.add(state, JobState.done, end - start);
    return true;
  }

  /** Called once, when nothing is left. */
  found(): FoundLists {
    this.lists.exchange();
    for (const document of this.lists.sums.found())
      this.scorer.each(document, document + 1, () => this.lists.total(document));
    const { byDemand, byBrief, bySum } = this.lists;
    return packed([...byDemand, byBrief, bySum]);
  }
}

/** In few arrays: each takes its time from thread to thread. */
function packed(lists: readonly BestList[]): FoundLists {
  const starts = new Uint32Array(lists.length + 1);
  for (const [list, { length }] of lists.entries()) starts[list + 1] = starts[list]! + length;
  const documents = new Uint32Array(starts[lists.length]!);
  const scores = new Float64Array(documents.length);
  for (const [list, { documents: some, scores: theirs }] of lists.entries()) {
    documents.set(some, starts[list]);
    scores.set(theirs, starts[list]);
  }
  return { documents, scores, starts };
}

/** The order of ids, by which equal scores are told apart. */
export function idOrder({ pages, documentsPerPage }: SharedTexts): ComesBefore {
  return (document, other) => {
    const [ids, others] = [
      pages[Math.floor(document / documentsPerPage)]?.ids,
      pages[Math.floor(other / documentsPerPage)]?.ids,
    ];
    const [at, otherAt] = [(document % documentsPerPage) * wordsPerId, (other % documentsPerPage) * wordsPerId];
    for (let word = 0; word < wordsPerId; word += 1) {
      const [a, b] = [ids?.[at + word] ?? 0, others?.[otherAt + word] ?? 0];
      if (a !== b) return a < b;
    }
    return false;
  };
}

/** @returns the best of what several workers found, in one order whatever their shares were; each of the lists is in that order */
export function mergeLists(lists: readonly FoundList[], size: number, comesBefore: ComesBefore): FoundList {
  const places = lists.map(() => 0);
  const [documents, scores]: [number[], number[]] = [[], []];
  const isBefore = (list: number, other: number): boolean => {
    const [score, otherScore] = [lists[list]!.scores[places[list]!]!, lists[other]!.scores[places[other]!]!];
    if (score !== otherScore) return score > otherScore;
    return comesBefore(lists[list]!.documents[places[list]!]!, lists[other]!.documents[places[other]!]!);
  };
  while (documents.length < size) {
    let best = -1;
    for (let list = 0; list < lists.length; list += 1) {
      const isOver = places[list]! >= lists[list]!.documents.length;
      if (!isOver && (best < 0 || isBefore(list, best))) best = list;
    }
    if (best < 0) break;
    documents.push(lists[best]!.documents[places[best]!]!);
    scores.push(lists[best]!.scores[places[best]!]!);
    places[best]! += 1;
  }
  return { documents, scores };
}
