import { quantise } from '@throughtrain/ranking';
import { BestList, type ComesBefore } from './best-list';
import type { CompiledQueries } from './compiled-queries';
import type { TextScorer } from './text-scorer';

/** Lengths of the lists. */
export interface ListLimits {
  readonly perDemand: number;
  readonly byBrief: number;
  readonly bySum: number;
}

/**
 * More than rounding to 1e-6 and the last bits of a bound can add to a relevance. What stays below a list's last score by it is not in the list; the rest is scored as the
 * reference does, so the bound decides only what need not be looked at.
 */
const slack = 6e-7;
const nothing = new Uint16Array(0);
const sixth = 1 / 6;

/** Gathers the lists of a request: the best for each demand, by the brief, and by the sum over all demands. */
export class ListCollector {
  readonly byDemand: readonly BestList[];
  readonly byBrief: BestList;
  readonly bySum: BestList;
  private readonly demands: number;
  private readonly isMasked: Uint8Array;
  private readonly least: Float64Array;
  private readonly lexicalFactors: Float64Array;
  private readonly inverseScales: Float64Array;
  private readonly cosineFactors: Float64Array;

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
    this.isMasked = new Uint8Array(this.demands);
    this.least = new Float64Array(this.demands);
    const { meaningShare: share, hasVector, scales, squares, fullness } = queries;
    this.lexicalFactors = Float64Array.from(hasVector, (has) => (has ? 1 - share : 1));
    this.inverseScales = scales.map((scale) => (scale > 0 ? 1 / scale : 0));
    this.cosineFactors = squares.map((square, query) =>
      hasVector[query] && square > 0 ? (share * fullness[query]!) / Math.sqrt(square) : 0,
    );
  }

  /** Takes the document at hand. @param masked demands that must not see it */
  take(document: number, masked: Uint16Array = nothing): void {
    for (const demand of masked) this.isMasked[demand] = 1;
    const most = this.look(document);
    if (most + this.demands * slack >= this.bySum.least) this.bySum.offer(document, quantise(this.total()));
    for (const demand of masked) this.isMasked[demand] = 0;
    if (this.hasBrief) this.byBrief.offer(document, this.scorer.relevance(this.demands));
  }

  /** Offers the document to each demand whose list it may enter. @returns the most that its relevances may add up to */
  private look(document: number): number {
    const { sums, products, product, square } = this.scorer;
    const { isMasked, least, lexicalFactors, inverseScales, cosineFactors } = this;
    const shortened = square > 0 ? 1 / Math.sqrt(square) : 0;
    let most = 0;
    for (let demand = 0; demand < this.demands; demand += 1) {
      if (isMasked[demand] !== 0) continue;
      const x = sums[demand]! * inverseScales[demand]!;
      // 1 - exp(-x) lies below its series up to the third power. No branch for the cosines: half of them are negative, in no order.
      const lexical = x - x * x * (0.5 - x * sixth);
      const cosine = products[product + demand]! * cosineFactors[demand]! * shortened;
      const bound = lexicalFactors[demand]! * lexical + (cosine + Math.abs(cosine)) * 0.5;
      most += bound;
      if (bound + slack >= least[demand]! && bound > 0) {
        const list = this.byDemand[demand]!;
        list.offer(document, this.scorer.relevance(demand));
        least[demand] = list.least;
      }
    }
    return most;
  }

  /** Sum of the relevances to all demands that may see the document. */
  private total(): number {
    let sum = 0;
    for (let demand = 0; demand < this.demands; demand += 1)
      if (this.isMasked[demand] === 0) sum += this.scorer.relevance(demand);
    return sum;
  }
}
