import { Arithmetic } from './arithmetic/arithmetic';
import { compress } from './compress';
import { Contrast } from './contrast';
import { batchSize, PairSampler } from './pair-sampler';
import { SeededRandom } from './seeded-random';
import { pairKinds, type PairKind, type TrainingCorpus } from './training-corpus';

const concepts = 60;
const size = 16;
const shares = Object.fromEntries(pairKinds.map((kind) => [kind, 1])) as Record<PairKind, number>;

/** Texts of three concepts each, in two languages: concept i is row i in the one and row `concepts` + i in the other. */
function toyCorpus(): TrainingCorpus {
  const random = new SeededRandom(3);
  const texts: number[][] = [];
  const pairs: number[] = [];
  for (let paper = 0; paper < 400; paper += 1) {
    const chosen = [0, 1, 2].map(() => random.below(concepts));
    pairs.push(texts.length, texts.length + 1);
    texts.push(
      chosen,
      chosen.map((concept) => concepts + concept),
    );
  }
  const offsets = [0];
  for (const text of texts) offsets.push(offsets.at(-1)! + text.length);
  return {
    terms: Array.from({ length: concepts * 2 }, (_, row) => `${row < concepts ? 's' : 'w'}${row}`),
    documentCounts: new Uint32Array(concepts * 2).fill(20),
    tokens: Int32Array.from(texts.flat()),
    offsets: Int32Array.from(offsets),
    paperOf: Int32Array.from(texts, (_, text) => text >> 1),
    pairs: Object.fromEntries(
      pairKinds.map((kind) => [kind, kind === 'across' ? Int32Array.from(pairs) : new Int32Array(0)]),
    ) as unknown as TrainingCorpus['pairs'],
  };
}

function learn(corpus: TrainingCorpus, batches: number): { rows: Float32Array; losses: number[] } {
  const arithmetic = new Arithmetic(corpus.terms.length * size * 4 + Contrast.bytes(size), size);
  const rows = arithmetic.matrix(corpus.terms.length, size);
  const random = new SeededRandom(5);
  rows.forEach((_, at) => (rows[at] = random.normal()));
  const squares = new Float32Array(corpus.terms.length);
  const options = { batches, temperature: 0.1, rate: 0.3, shares };
  const contrast = new Contrast(corpus, { rows, squares }, arithmetic, random, options);
  return { rows, losses: Array.from({ length: batches }, () => contrast.step()) };
}

describe('Contrast', () => {
  const corpus = toyCorpus();
  const { rows, losses } = learn(corpus, 20);

  it('learns which words of two languages mean the same', () => {
    const row = (at: number) => rows.subarray(at * size, (at + 1) * size);
    const cosine = (i: number, j: number) => {
      const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
      return dot(row(i), row(j)) / Math.sqrt(dot(row(i), row(i)) * dot(row(j), row(j)));
    };
    const found = Array.from({ length: concepts }, (_, concept) => {
      const own = cosine(concept, concepts + concept);
      return Array.from({ length: concepts }, (__, other) => cosine(concept, concepts + other)).every((c) => c <= own);
    }).filter(Boolean).length;
    expect(found / concepts).toBeGreaterThan(0.9);
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
  });

  it('gives the same rows for the same seed', () => {
    expect(learn(corpus, 2).rows).toEqual(learn(corpus, 2).rows);
  });

  it('survives a turn to the main directions and the rounding, shortened by idf ^ .25', () => {
    const table = compress(corpus, rows, { name: 'toy', size, dimensions: size });
    const product = (numbers: ArrayLike<number>, i: number, j: number) => {
      let sum = 0;
      for (let k = 0; k < size; k += 1) sum += numbers[i * size + k]! * numbers[j * size + k]!;
      return sum;
    };
    // Each term is in 20 of 400 papers: ln(1 + 400 / 20) ^ .25 = 1.3209.
    const whole = Float32Array.from(table.rows, (value, at) => 1.3209 * value * table.scales[Math.floor(at / size)]!);
    for (let i = 0; i < concepts; i += 7) {
      const longest = product(rows, i, i);
      expect(Math.abs(product(whole, i, i + 1) - product(rows, i, i + 1)) / longest).toBeLessThan(0.03);
    }
  });
});

describe('PairSampler', () => {
  it('drops words that both sides hold from one of them, in four of five pairs', () => {
    const toy = toyCorpus();
    const one: TrainingCorpus = {
      ...toy,
      tokens: Int32Array.of(1, 2, 3, 4, 5, 6, 1, 2, 7, 8, 9, 10),
      offsets: Int32Array.of(0, 6, 12),
      paperOf: Int32Array.of(0, 0),
      pairs: { ...toy.pairs, 'title-abstract': Int32Array.of(0, 1), across: new Int32Array(0) },
    };
    const sampler = new PairSampler(one, new SeededRandom(1), shares);
    sampler.next();
    const side = (text: number) => [...sampler.tokens.subarray(sampler.starts[text], sampler.ends[text])];
    const shared = Array.from({ length: batchSize }, (_, pair) => {
      const right = new Set(side(batchSize + pair));
      return side(pair).some((token) => right.has(token));
    }).filter(Boolean).length;
    expect(shared / batchSize).toBeGreaterThan(0.14);
    expect(shared / batchSize).toBeLessThan(0.26);
  });
});
