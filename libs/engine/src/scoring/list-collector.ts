import type { ListLimits } from '@throughtrain/matching';
import { quantise } from '@throughtrain/ranking';
import { BestList, type ComesBefore } from './best-list';
import type { CompiledQueries } from './compiled-queries';
import { foundShift } from './kernels/bound-kernel';
import { PairBounds, slack } from './pair-bounds';
import { SumCandidates } from './sum-candidates';
import type { TextScorer } from './text-scorer';

const placeMask = (1 << foundShift) - 1;
/** Less than the bound of any pair that has something in common. */
const leastBound = 1e-30;

/** Gathers the lists of a request: the best for each demand, by the brief, and by the sum over all demands. */
export class ListCollector {
  readonly byDemand: readonly BestList[];
  readonly byBrief: BestList;
  readonly bySum: BestList;
  /** Documents whose sums have to be known. */
  readonly sums: SumCandidates;
  private readonly demands: number;
  private readonly isMasked: Uint8Array;
  private readonly bounds: PairBounds;

  /** @param hasBrief whether the last query is the brief */
  constructor(
    private readonly scorer: TextScorer,
    queries: CompiledQueries,
    private readonly hasBrief: boolean,
    limits: ListLimits,
    comesBefore: ComesBefore,
  ) {
    this.demands = queries.count - Number(hasBrief);
    this.byDemand = Array.from({ length: this.demands }, () => new BestList(limits.perDemand, comesBefore));
    this.byBrief = new BestList(limits.byBrief, comesBefore);
    this.bySum = new BestList(limits.bySum, comesBefore);
    this.sums = new SumCandidates(limits.bySum);
    this.isMasked = new Uint8Array(this.demands);
    this.bounds = new PairBounds(scorer.memory, scorer.sums, queries, this.demands);
    for (let demand = 0; demand < this.demands; demand += 1) this.expect(demand);
  }

  /** Takes the document at hand. @param masked demands that must not see it */
  take(document: number, masked: Uint16Array | undefined): void {
    if (masked !== undefined) this.mask(masked, 1);
    this.look(document);
    const most = this.bounds.mostSum;
    if (most >= this.sums.least) this.sums.offer(document, masked ? 0 : this.bounds.leastSum, most);
    if (masked !== undefined) this.mask(masked, 0);
    if (this.hasBrief) this.byBrief.offer(document, this.scorer.relevance(this.demands));
  }

  /** Gives the document at hand its sum. Those that may be among the best by it are asked for when all have been taken. */
  total(document: number, masked: Uint16Array | undefined): void {
    if (masked !== undefined) this.mask(masked, 1);
    let sum = 0;
    for (let demand = 0; demand < this.demands; demand += 1)
      if (this.isMasked[demand] === 0) sum += this.scorer.relevance(demand);
    this.bySum.offer(document, quantise(sum));
    if (masked !== undefined) this.mask(masked, 0);
  }

  private mask(demands: Uint16Array, isMasked: 0 | 1): void {
    for (const demand of demands) {
      this.isMasked[demand] = isMasked;
      this.expect(demand);
    }
  }

  /** Offers the document to each demand whose list it may enter. */
  private look(document: number): void {
    const { productsAt, product, square } = this.scorer;
    const { found } = this.bounds;
    const count = this.bounds.look(productsAt + 4 * product, square);
    for (let at = 0; at < count; at += 1) {
      let demand = (found[at]! & placeMask) >>> 2;
      for (let reached = found[at]! >>> foundShift; reached !== 0; reached >>>= 1) {
        if ((reached & 1) !== 0) this.offer(document, demand);
        demand += 1;
      }
    }
  }

  private offer(document: number, demand: number): void {
    this.byDemand[demand]!.offer(document, this.scorer.relevance(demand));
    this.expect(demand);
  }

  /** A bound that stays below the last of the demand's list need not be looked at. */
  private expect(demand: number): void {
    this.bounds.least[demand] =
      this.isMasked[demand] === 0 ? Math.max(this.byDemand[demand]!.least - slack, leastBound) : Infinity;
  }
}
