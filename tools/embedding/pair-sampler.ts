import type { SeededRandom } from './seeded-random';
import { pairKinds, type PairKind, type TrainingCorpus } from './training-corpus';

/** How often pairs of each kind are drawn; need not sum to 1. */
export type Shares = Readonly<Record<PairKind, number>>;

/** Pairs a batch: each text is told from this many others. */
export const batchSize = 512;
const longestText = 64;
const shortCropShare = 0.6;
/** How often words that both sides hold are dropped from one: matches that are not of words are learned by it. */
const unshareShare = 0.8;

const isSelfPair: ReadonlySet<PairKind> = new Set(['crops', 'english-crops']);
/** Pairs of which the left side is cut short at times, as demands are short. */
const isShortened: ReadonlySet<PairKind> = new Set(['neighbours', 'across', 'across-summaries']);

/** Draws batches of pairs and crops their texts. Left texts are numbered from 0, right ones from `batchSize`. */
export class PairSampler {
  readonly tokens = new Int32Array(batchSize * 2 * longestText);
  /** Which text of the batch each token belongs to. */
  readonly textOfToken = new Int32Array(this.tokens.length);
  readonly starts = new Int32Array(batchSize * 2);
  readonly ends = new Int32Array(batchSize * 2);
  /** The paper of each pair. */
  readonly papers = new Int32Array(batchSize);
  length = 0;
  private readonly kinds: readonly PairKind[];
  private readonly cumulative: readonly number[];

  constructor(
    private readonly corpus: TrainingCorpus,
    private readonly random: SeededRandom,
    shares: Shares,
  ) {
    this.kinds = pairKinds.filter((kind) => corpus.pairs[kind].length > 0 && shares[kind] > 0);
    const total = this.kinds.reduce((sum, kind) => sum + shares[kind], 0);
    let sum = 0;
    this.cumulative = this.kinds.map((kind) => (sum += shares[kind] / total));
  }

  /** Draws the next batch. */
  next(): void {
    const sides: number[][] = [];
    for (let pair = 0; pair < batchSize; pair += 1) {
      const [left, right] = this.draw(pair);
      sides[pair] = left;
      sides[batchSize + pair] = right;
    }
    this.length = 0;
    sides.forEach((side, text) => {
      this.starts[text] = this.length;
      for (const token of side) {
        this.textOfToken[this.length] = text;
        this.tokens[this.length++] = token;
      }
      this.ends[text] = this.length;
    });
  }

  private draw(pair: number): [number[], number[]] {
    const share = this.random.next();
    const kind = this.kinds[this.cumulative.findIndex((limit) => share <= limit)] ?? this.kinds.at(-1) ?? 'crops';
    const pairs = this.corpus.pairs[kind];
    const drawn = this.random.below(pairs.length / 2) * 2;
    const [left, right] = [this.textOf(pairs[drawn] ?? 0), this.textOf(pairs[drawn + 1] ?? 0)];
    this.papers[pair] = this.corpus.paperOf[pairs[drawn] ?? 0] ?? 0;
    if (isSelfPair.has(kind)) return this.unshare(...this.twoCrops(left));
    const limit =
      isShortened.has(kind) && this.random.next() < shortCropShare ? 5 + this.random.below(14) : longestText;
    return this.unshare(this.crop(left, limit), this.crop(right, longestText));
  }

  private textOf(text: number): Int32Array {
    const { tokens, offsets } = this.corpus;
    return tokens.subarray(offsets[text] ?? 0, offsets[text + 1] ?? 0);
  }

  private crop(text: ArrayLike<number>, limit: number): number[] {
    const start = text.length > limit ? this.random.below(text.length - limit) : 0;
    return Array.from({ length: Math.min(limit, text.length) }, (_, at) => text[start + at] ?? 0);
  }

  /** A stretch of a text, and a stretch of what is left. */
  private twoCrops(text: Int32Array): [number[], number[]] {
    const wanted = this.random.next() < shortCropShare ? 4 + this.random.below(12) : text.length >> 1;
    const length = Math.min(wanted, longestText, text.length - 1);
    const start = this.random.below(text.length - length);
    const rest = [...text.subarray(0, start), ...text.subarray(start + length)];
    return [[...text.subarray(start, start + length)], this.crop(rest, longestText)];
  }

  private unshare(left: number[], right: number[]): [number[], number[]] {
    if (this.random.next() >= unshareShare) return [left, right];
    const dropFromLeft = this.random.next() < 0.5;
    const own = new Set(dropFromLeft ? right : left);
    const kept = (dropFromLeft ? left : right).filter((token) => !own.has(token));
    // Too little left to tell what the text is about.
    if (kept.length < (dropFromLeft ? 2 : 4)) return [left, right];
    return dropFromLeft ? [kept, right] : [left, kept];
  }
}
