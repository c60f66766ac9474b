import { z } from 'zod';
import type { Paper } from '../embedding/papers';

const demand = z.object({ id: z.string() });

/**
 * Demands and the papers of ChinaXiv under their own ids as `npm run evaluate` reads them, nothing judged: to look at what comes first.
 * @param demands `demands.ndjson` of such a folder
 * @returns contents by file name
 * @throws Error when a line of the demands has no id, or there is no such paper
 */
export function libraryFolder(papers: readonly Paper[], demands: string): Readonly<Record<string, string>> {
  const library = papers.filter(({ source, zh }) => source === 'chinaxiv' && zh.title !== '');
  const [first] = library;
  if (first === undefined) throw new Error('the corpus holds no papers of ChinaXiv');
  const ids = demands
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => demand.parse(JSON.parse(line)).id);
  const projects = library.map(({ id, zh: { title, abstract, keywords } }) => ({
    id,
    title,
    summary: abstract,
    keywords,
  }));
  return {
    'projects.ndjson': projects.map((project) => `${JSON.stringify(project)}\n`).join(''),
    'demands.ndjson': demands,
    'qrels.tsv': ids.map((id) => `${id}\t0\t${first.id}\t-1\n`).join(''),
    'meta.json': `${JSON.stringify({ name: 'demands to papers', unit: 'demand', candidates: 'all' }, undefined, 2)}\n`,
  };
}
