import { parentPort } from 'node:worker_threads';
import {
  documentsPerBlock,
  DotProducts,
  TextScorer,
  type CompiledQueries,
  type SharedTexts,
} from '@throughtrain/engine';

/** One part of the work of a match, on the documents that this thread gets. */
export interface PartQuestion {
  readonly part: 'gemm' | 'lexical';
  readonly texts: SharedTexts;
  readonly queries: CompiledQueries;
  readonly documents: number;
  readonly state: Int32Array;
}

const documentsPerTake = 256;

parentPort?.on('message', ({ part, texts, queries, documents, state }: PartQuestion) => {
  const work = part === 'gemm' ? gemm(texts, queries) : lexical(texts, queries);
  for (;;) {
    const start = Atomics.add(state, 0, documentsPerTake);
    if (start >= documents) break;
    work(start, Math.min(start + documentsPerTake, documents));
  }
  parentPort?.postMessage('done');
});

function gemm({ pages, documentsPerPage, stride }: SharedTexts, { vectors }: CompiledQueries) {
  const dots = new DotProducts(vectors, stride);
  return (start: number, end: number): void => {
    for (let document = start; document < end; document += documentsPerBlock) {
      const row = document % documentsPerPage;
      const rows = Math.min(documentsPerBlock, end - document);
      const page = pages[Math.floor(document / documentsPerPage)];
      if (page === undefined) continue;
      dots.put(0, page.vectors.subarray(row * stride, (row + rows) * stride));
      dots.multiply(rows);
    }
  };
}

/** Sums of BM25, without vectors and without lists. */
function lexical(texts: SharedTexts, queries: CompiledQueries) {
  const scorer = new TextScorer({ ...texts, stride: 0 }, queries);
  return (start: number, end: number): void => scorer.each(start, end, () => undefined);
}
