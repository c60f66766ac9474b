import { panelsOf, transposedPanelsOf, type Arithmetic } from './arithmetic/arithmetic';
import { PairSampler, batchSize, type Shares } from './pair-sampler';
import type { SeededRandom } from './seeded-random';
import type { TrainingCorpus } from './training-corpus';

/** What is learned; changed in place. */
export interface ContrastState {
  readonly rows: Float32Array;
  /** Mean squared gradient of each row. */
  readonly squares: Float32Array;
}

export interface ContrastOptions {
  readonly batches: number;
  readonly temperature: number;
  readonly rate: number;
  readonly shares: Shares;
}

/** Share of the first rate that is left at the end. */
const leastRate = 0.03;
/** How much of a row's mean squared gradient is kept from batch to batch. */
const memory = 0.9;

/**
 * Learns rows from pairs of texts: a text is the normalised sum of its rows, and each text has to tell its partner from all others of the batch, both ways (InfoNCE). The
 * step of a row is scaled by the root mean square of its gradients.
 * @see van den Oord, Li, Vinyals: Representation learning with contrastive predictive coding (2018)
 */
export class Contrast {
  /** Batches learned. */
  batch = 0;
  private readonly texts: Float32Array;
  private readonly gradients: Float32Array;
  private readonly right: Float32Array;
  private readonly rightGradients: Float32Array;
  private readonly scores: Float32Array;
  private readonly transposed: Float32Array;
  private readonly panels: Float32Array;
  private readonly rowGradient: Float32Array;
  private readonly norms = new Float32Array(batchSize * 2);
  private readonly sampler: PairSampler;
  /** Texts that hold a row, as chains: the last use by row, and the use before each. */
  private readonly lastUse: Int32Array;
  private readonly previousUse: Int32Array;

  constructor(
    corpus: TrainingCorpus,
    private readonly state: ContrastState,
    private readonly arithmetic: Arithmetic,
    random: SeededRandom,
    private readonly options: ContrastOptions,
  ) {
    const { size } = arithmetic;
    this.sampler = new PairSampler(corpus, random, options.shares);
    this.texts = arithmetic.matrix(batchSize * 2, size);
    this.right = this.texts.subarray(batchSize * size);
    this.gradients = arithmetic.matrix(batchSize * 2, size);
    this.rightGradients = this.gradients.subarray(batchSize * size);
    this.scores = arithmetic.matrix(batchSize, batchSize);
    this.transposed = arithmetic.matrix(batchSize, batchSize);
    this.panels = arithmetic.matrix(batchSize, size);
    this.rowGradient = arithmetic.matrix(1, size);
    this.lastUse = new Int32Array(corpus.terms.length).fill(-1);
    this.previousUse = new Int32Array(this.sampler.tokens.length);
  }

  /** Memory that a training needs beside its rows, in bytes. */
  static bytes(size: number): number {
    return 4 * (batchSize * size * 5 + batchSize * batchSize * 2 + size) + 4_096;
  }

  /** Learns from one batch. @returns its mean loss */
  step(): number {
    this.sampler.next();
    this.sumTexts();
    const loss = this.compare();
    this.spread();
    this.move(this.options.rate * Math.max(leastRate, 1 - this.batch / this.options.batches));
    this.batch += 1;
    return loss;
  }

  private sumTexts(): void {
    const { arithmetic, texts, norms, sampler } = this;
    const { rows } = this.state;
    const { size } = this.arithmetic;
    texts.fill(0);
    for (let text = 0; text < batchSize * 2; text += 1) {
      const start = text * size;
      for (let at = sampler.starts[text] ?? 0; at < (sampler.ends[text] ?? 0); at += 1)
        arithmetic.addScaled(texts, text, rows, sampler.tokens[at] ?? 0, 1);
      const norm = Math.sqrt(arithmetic.dot(texts, text, texts, text)) + 1e-9;
      norms[text] = norm;
      for (let k = start; k < start + size; k += 1) texts[k] = (texts[k] ?? 0) / norm;
    }
  }

  /** Leaves in `scores` the derivative of the loss by the cosine of each pair. */
  private compare(): number {
    const { scores, sampler } = this;
    const { size } = this.arithmetic;
    const { temperature } = this.options;
    transposedPanelsOf(this.right, size, batchSize, this.panels);
    this.arithmetic.multiply(scores, this.texts, this.panels, { rows: batchSize, inner: size, columns: batchSize });
    const rowSums = new Float64Array(batchSize);
    const columnSums = new Float64Array(batchSize);
    for (let i = 0; i < batchSize; i += 1)
      for (let j = 0; j < batchSize; j += 1) {
        const at = i * batchSize + j;
        // Two texts of one paper are no strangers.
        const isNeutral = i !== j && sampler.papers[i] === sampler.papers[j];
        const likelihood = isNeutral ? 0 : Math.exp(((scores[at] ?? 0) - 1) / temperature);
        scores[at] = likelihood;
        rowSums[i] = (rowSums[i] ?? 0) + likelihood;
        columnSums[j] = (columnSums[j] ?? 0) + likelihood;
      }
    let loss = 0;
    const scale = 1 / (2 * batchSize * temperature);
    const inverseColumns = columnSums.map((sum) => 1 / sum);
    for (let i = 0; i < batchSize; i += 1) {
      const inverseRow = 1 / (rowSums[i] ?? 1);
      const own = scores[i * batchSize + i] ?? 0;
      loss -= 0.5 * Math.log(own * inverseRow * own * (inverseColumns[i] ?? 0) + 1e-30);
      for (let j = 0; j < batchSize; j += 1) {
        const at = i * batchSize + j;
        const value = (scores[at] ?? 0) * (inverseRow + (inverseColumns[j] ?? 0)) - (i === j ? 2 : 0);
        scores[at] = value * scale;
        this.transposed[j * batchSize + i] = value * scale;
      }
    }
    return loss / batchSize;
  }

  /** From the derivatives by cosines to those by the sums of rows. */
  private spread(): void {
    const { arithmetic, texts, gradients, norms } = this;
    const { size } = this.arithmetic;
    const shape = { rows: batchSize, inner: batchSize, columns: size };
    panelsOf(this.right, batchSize, size, this.panels);
    arithmetic.multiply(gradients, this.scores, this.panels, shape);
    panelsOf(texts, batchSize, size, this.panels);
    arithmetic.multiply(this.rightGradients, this.transposed, this.panels, shape);
    for (let text = 0; text < batchSize * 2; text += 1) {
      const start = text * size;
      const along = arithmetic.dot(texts, text, gradients, text);
      const norm = norms[text] ?? 1;
      for (let k = start; k < start + size; k += 1)
        gradients[k] = ((gradients[k] ?? 0) - (texts[k] ?? 0) * along) / norm;
    }
  }

  private move(rate: number): void {
    const { arithmetic, sampler, lastUse, previousUse, rowGradient } = this;
    const { rows, squares } = this.state;
    const { size } = this.arithmetic;
    const used: number[] = [];
    const textOfUse = sampler.textOfToken;
    for (let use = 0; use < sampler.length; use += 1) {
      const row = sampler.tokens[use] ?? 0;
      const last = lastUse[row] ?? -1;
      if (last < 0) used.push(row);
      previousUse[use] = last;
      lastUse[row] = use;
    }
    for (const row of used) {
      rowGradient.fill(0);
      for (let use = lastUse[row] ?? -1; use >= 0; use = previousUse[use] ?? -1)
        arithmetic.addScaled(rowGradient, 0, this.gradients, textOfUse[use] ?? 0, 1);
      lastUse[row] = -1;
      const square = arithmetic.dot(rowGradient, 0, rowGradient, 0) / size;
      const mean = memory * (squares[row] ?? 0) + (1 - memory) * square + 1e-16;
      squares[row] = mean;
      arithmetic.addScaled(rows, row, rowGradient, 0, -rate / Math.sqrt(mean));
    }
  }
}
