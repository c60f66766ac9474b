import type { ListLimits } from '@throughtrain/matching';
import { quantise } from '@throughtrain/ranking';
import { BestList, type ComesBefore } from './best-list';
import type { CommonLeasts } from './common-leasts';
import type { CompiledQueries } from './compiled-queries';
import { LibraryScan } from './library-scan';
import type { MaskedDocuments } from './masked-documents';
import { slack } from './pair-bounds';
import { SumCandidates } from './sum-candidates';
import type { TextScorer } from './text-scorer';

/** Less than the bound of any pair that has something in common. */
const leastBound = 1e-30;

/** Gathers the lists of a request: the best for each demand, by the brief, and by the sum over all demands. */
export class ListCollector {
  readonly byDemand: readonly BestList[];
  readonly byBrief: BestList;
  readonly bySum: BestList;
  /** Documents whose sums have to be known. */
  readonly sums: SumCandidates;
  private readonly scan: LibraryScan;
  private readonly demands: number;
  private readonly brief: number | undefined;
  /** By demand, and the brief last: what the list needs at least, as others know. */
  private readonly common: Float64Array;
  private readonly isMasked: Uint8Array;

  constructor(
    private readonly scorer: TextScorer,
    { queries, limits }: { readonly queries: CompiledQueries; readonly limits: ListLimits },
    private readonly masks: MaskedDocuments,
    private readonly leasts: CommonLeasts,
    comesBefore: ComesBefore,
  ) {
    this.demands = queries.demands;
    this.brief = queries.brief;
    this.byDemand = Array.from({ length: this.demands }, () => new BestList(limits.perDemand, comesBefore));
    this.byBrief = new BestList(limits.byBrief, comesBefore);
    this.bySum = new BestList(limits.bySum, comesBefore);
    this.sums = new SumCandidates(limits.bySum);
    this.scan = new LibraryScan(scorer, queries);
    this.common = new Float64Array(this.demands + 1);
    this.isMasked = new Uint8Array(this.demands);
    this.expectAll();
  }

  /** Takes documents of a range. @param skip by document: not 0 for those that are passed over */
  take(start: number, end: number, skip: Uint8Array): void {
    for (let next = start; next < end;) {
      next = this.scan.read(next, end, skip);
      this.takeBlock();
    }
  }

  /** Gives a document its sum. Those that may be among the best by it are asked for when all have been taken. */
  total(document: number): void {
    const masked = new Set(this.masks.of(document));
    let sum = 0;
    for (let demand = 0; demand < this.demands; demand += 1)
      if (!masked.has(demand)) sum += this.scorer.relevance(demand);
    this.bySum.offer(document, quantise(sum));
  }

  /** Tells other workers how far the lists are, and hears from them. */
  exchange(): void {
    const { leasts, byDemand, byBrief, sums } = this;
    for (const [list, best] of [...byDemand, byBrief].entries())
      this.common[list] = leasts.exchange(list, best.scoreAt(leasts.share(best.size)));
    sums.raise(leasts.exchange(this.demands + 1, sums.sureOf(leasts.share(this.bySum.size))));
    this.expectAll();
  }

  private takeBlock(): void {
    const { documents, rows } = this.scorer;
    let at = 0;
    while (at < rows) {
      const masked = this.masks.nextFrom(documents[at]!);
      let end = at;
      while (end < rows && documents[end]! < masked) end += 1;
      while ((at = this.scan.next(at, end)) < end) this.look(documents[at++]!, true);
      if (at < rows && documents[at] === masked) this.takeMasked(at++);
    }
  }

  private takeMasked(at: number): void {
    const document = this.scorer.documents[at]!;
    const demands = this.masks.of(document);
    for (const demand of demands) this.mask(demand, 1);
    if (this.scan.next(at, at + 1) === at) this.look(document, false);
    for (const demand of demands) this.mask(demand, 0);
  }

  private mask(demand: number, isMasked: 0 | 1): void {
    this.isMasked[demand] = isMasked;
    this.expect(demand);
  }

  /** Offers the document at hand to each list that it may enter. @param isSeenByAll whether what its relevances add up to is its sum */
  private look(document: number, isSeenByAll: boolean): void {
    const count = this.scan.readReached();
    for (let at = 0; at < count; at += 1) {
      const query = this.scan.reached[at]!;
      const list = query === this.brief ? this.byBrief : this.byDemand[query]!;
      list.offer(document, this.scorer.relevance(query));
      this.expect(query);
    }
    const { mostSum, leastSum } = this.scan.bounds;
    if (mostSum < this.sums.least) return;
    this.sums.offer(document, isSeenByAll ? leastSum : 0, mostSum);
    this.scan.leastMost = this.sums.least;
  }

  private expectAll(): void {
    for (let demand = 0; demand < this.demands; demand += 1) this.expect(demand);
    if (this.brief !== undefined) this.expect(this.brief);
    this.scan.leastMost = this.sums.least;
  }

  /** A bound that stays below what the query's list needs need not be looked at. */
  private expect(query: number): void {
    const isBrief = query === this.brief;
    const own = (isBrief ? this.byBrief : this.byDemand[query]!).least;
    const least = Math.max(own, this.common[isBrief ? this.demands : query]!);
    const isMasked = !isBrief && this.isMasked[query] === 1;
    this.scan.bounds.least[query] = isMasked ? Infinity : Math.max(least - slack, leastBound);
  }
}
