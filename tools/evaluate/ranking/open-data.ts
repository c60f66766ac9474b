import { join } from 'node:path';
import type { LibraryDocument } from '@throughtrain/engine';
import { mixStatistics, type CorpusStatistics } from '@throughtrain/text';
import { readJudgements } from '../input/judgements';
import { readDemands, readProjects } from '../input/records';
import { TextLines } from '../input/text-lines';
import { joinTopics, type Topic, type Unit } from '../input/topics';
import type { Models } from '../shipped-models';
import { analyseTexts, countHeld, holdProjects, type AnalysedText } from './analysed-texts';

/** A folder of judged pairs, analysed and encoded as imports do. */
export interface EvaluationData {
  /** SHA-256 of the files by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly documents: readonly LibraryDocument[];
  readonly demands: readonly AnalysedText[];
  readonly topics: readonly Topic[];
  /** Those of the folder's projects mixed with the shipped ones. */
  readonly statistics: CorpusStatistics;
}

/** @throws InputFault when a file of the folder can not be used */
export async function openData(
  { data, unit }: { readonly data: string; readonly unit: Unit },
  { encoder, statistics }: Models,
): Promise<EvaluationData> {
  const files = ['projects.ndjson', 'demands.ndjson', 'qrels.tsv'].map((name) => new TextLines(join(data, name)));
  const [projectFile, demandFile, judgementFile] = files as [TextLines, TextLines, TextLines];
  const demands = await listOf(readDemands(demandFile));
  const library = await holdProjects(readProjects(projectFile), encoder);
  const known = { projectIds: new Set(library.documents.keys()), unit, file: judgementFile.name };
  const topics = await joinTopics(demands, readJudgements(judgementFile), known);
  return {
    files: Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256])),
    documents: [...library.documents.values()],
    demands: await analyseTexts(demands, 'query', encoder),
    topics,
    statistics: mixStatistics(countHeld(library), statistics),
  };
}

async function listOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
