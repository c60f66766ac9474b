import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseCorpusStatistics, parseEmbeddingTable, parseNearTerms, TableVectors } from '@throughtrain/text';
import { analyseTask, hybrid, meaning, words, type Scorer } from './measure-systems';
import { sampleTask, tasksOf, type Task } from './measure-tasks';
import { readPapers } from './papers';

const depth = 10;
const sampleFolder = 'samples';
const statisticsFile = 'models/corpus-statistics/2.tsv.gz';

/** Means over the queries of a task. */
export interface Measures {
  /** Share of the documents that answer which are the first, or among the first ten. */
  readonly recall1: number;
  readonly recall10: number;
  readonly mrr: number;
  /** Gain as it is, ideal order from all documents. */
  readonly ndcg10: number;
  readonly precision10: number;
}

/** Ranks all documents for each query that some document answers; ties go to the earlier document. */
export function measureTask(task: Task, scorer: Scorer): Measures {
  const all = task.queries.flatMap((_, query) => measureQuery(task, query, scorer) ?? []);
  const mean = (name: keyof Measures): number => all.reduce((sum, of) => sum + of[name], 0) / Math.max(1, all.length);
  return {
    recall1: mean('recall1'),
    recall10: mean('recall10'),
    mrr: mean('mrr'),
    ndcg10: mean('ndcg10'),
    precision10: mean('precision10'),
  };
}

function measureQuery({ documents, gain }: Task, query: number, scorer: Scorer): Measures | undefined {
  const gains = documents.map((_, document) => gain(query, document));
  const answers = gains.filter((value) => value !== undefined && value > 0).length;
  if (answers === 0) return undefined;
  const scores = scorer(query);
  const ranked = [...gains.keys()]
    .filter((document) => gains[document] !== undefined)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .map((document) => gains[document] ?? 0);
  const found = (limit: number): number => ranked.slice(0, limit).filter((value) => value > 0).length;
  return {
    recall1: found(1) / answers,
    recall10: found(depth) / answers,
    mrr: 1 / (1 + ranked.findIndex((value) => value > 0)),
    ndcg10: discounted(ranked) / discounted(ranked.toSorted((a, b) => b - a)),
    precision10: found(depth) / depth,
  };
}

function discounted(ranked: readonly number[]): number {
  return ranked.slice(0, depth).reduce((sum, value, at) => sum + value / Math.log2(at + 2), 0);
}

/**
 * Measures words, alone and with near terms of the other language, the vectors of each table, and both together as production joins them. Held-out papers of a folder
 * and the shipped sample; prints a table in Markdown.
 */
export async function measure(folder: string, tables: readonly string[], print: (line: string) => void): Promise<void> {
  const statistics = parseCorpusStatistics(gunzipSync(readFileSync(statisticsFile)).toString('utf8'));
  const embeddings = tables.map((file) => {
    const { table } = parseEmbeddingTable(readFileSync(file));
    const near = gunzipSync(readFileSync(join(dirname(file), 'near-terms.tsv.gz'))).toString('utf8');
    return { vectors: new TableVectors(table), nearTerms: parseNearTerms(table.name, near) };
  });
  print('| task | queries | system | R@1 | R@10 | MRR | nDCG@10 | P@10 |');
  print('|---|---|---|---|---|---|---|---|');
  for (const task of [sampleTask(sampleFolder), ...tasksOf(await readPapers(folder))]) {
    const analysed = analyseTask(task);
    const lexical = words(analysed, statistics);
    const systems: [string, Scorer][] = [['words', lexical]];
    embeddings.forEach(({ vectors, nearTerms }, at) => {
      const cosines = meaning(analysed, vectors);
      const expanded = words(analysed, statistics, nearTerms);
      systems.push(['words and near terms', expanded], [`meaning: ${tables[at] ?? ''}`, cosines]);
      systems.push(['both', hybrid(analysed, statistics, expanded, cosines)]);
    });
    for (const [system, scorer] of systems) {
      const { recall1, recall10, mrr, ndcg10, precision10 } = measureTask(task, scorer);
      const figures = [recall1, recall10, mrr, ndcg10, precision10].map((value) => value.toFixed(3));
      print(`| ${task.name} | ${task.queries.length} | ${system} | ${figures.join(' | ')} |`);
    }
  }
}
