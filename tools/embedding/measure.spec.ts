import { measureTask } from './measure';
import type { Task } from './measure-tasks';

const nothing = { title: '', keywords: '', body: '' };
const task = (queries: number, documents: number, gain: Task['gain']): Task => ({
  name: 'toy',
  queries: new Array(queries).fill(nothing),
  documents: new Array(documents).fill(nothing),
  gain,
});

describe('measureTask', () => {
  it('measures known items by their rank', () => {
    // Query 0 finds its document first; query 1 second, as document 0 ties with it and comes earlier.
    const scores = [Float64Array.of(3, 1, 2), Float64Array.of(5, 5, 1)];
    const measures = measureTask(
      task(2, 3, (i, j) => (i === j ? 1 : 0)),
      (query) => scores[query]!,
    );
    expect(measures).toMatchObject({ recall1: 0.5, recall10: 1, mrr: 0.75, precision10: 0.1 });
    // (1 + 1 / log2 3) / 2
    expect(measures.ndcg10).toBeCloseTo(0.815465, 6);
  });

  it('weighs gains, and leaves out queries that nothing answers and the query itself', () => {
    // Ranked 2, 1 (0 is the query itself): gains 1, 3. DCG = 1 + 3 / log2 3 = 2.892789; ideal 3 + 1 / log2 3 = 3.630930.
    const gains = [undefined, 3, 1];
    const measures = measureTask(
      task(2, 3, (query, document) => (query === 0 ? gains[document] : 0)),
      () => Float64Array.of(9, 1, 2),
    );
    expect(measures.ndcg10).toBeCloseTo(2.892789 / 3.63093, 5);
    expect(measures.recall1).toBe(0.5);
    expect(measures.precision10).toBe(0.2);
  });
});
