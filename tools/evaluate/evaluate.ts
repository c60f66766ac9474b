import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  analyserVersion,
  mixStatistics,
  type CorpusStatistics,
  type Encoder,
  type NearTerms,
} from '@throughtrain/text';
import { readJudgements } from './input/judgements';
import { readDemands, readProjects, type DemandText } from './input/records';
import { TextLines } from './input/text-lines';
import { joinTopics, type Topic } from './input/topics';
import { MeasuredPart } from './measures/measured-part';
import { drawTopics } from './measures/resamples';
import type { EvaluateOptions } from './options';
import { analyseTexts, countHeld, holdProjects } from './ranking/analysed-texts';
import { rankTopics, type RankedTopic } from './ranking/rank-topics';
import { settingsOf, type RelevancePart } from './ranking/relevance-parts';
import type { Report } from './report/report';
import { runLines } from './report/run-file';

const resamples = 1000;
const seed = 1;

/** What is shipped and used by production. */
export interface Models {
  readonly encoder: Encoder;
  /** Words of the other language by the words of a demand. */
  readonly nearTerms: NearTerms;
  /** Statistics in force, with which those of the data are mixed. */
  readonly statistics: CorpusStatistics;
}

/**
 * Ranks projects for judged topics by the code of production and measures the lists. Writes the run file when one is asked for.
 * @throws InputFault when a file of the data can not be used
 */
export async function evaluate(options: EvaluateOptions, models: Models): Promise<Report> {
  const { data, unit, candidates, depth, compare } = options;
  const files = ['projects.ndjson', 'demands.ndjson', 'qrels.tsv'].map((name) => new TextLines(join(data, name)));
  const [projectFile, demandFile, judgementFile] = files as [TextLines, TextLines, TextLines];
  const demands = await listOf(readDemands(demandFile));
  const library = await holdProjects(readProjects(projectFile), models.encoder);
  const projectIds = new Set(library.documents.keys());
  const known = { projectIds, unit, file: judgementFile.name };
  const topics = await joinTopics(demands, readJudgements(judgementFile), known);
  const statistics = mixStatistics(countHeld(library), models.statistics);
  const asked = await analyseTexts(demands, 'query', models.encoder);
  const draws = drawTopics(topics.length, resamples, seed);
  const measured: { part: RelevancePart; relevanceVersion: string; figures: MeasuredPart }[] = [];
  for (const part of compare) {
    const settings = settingsOf(part, models.nearTerms);
    const ranker = { documents: library.documents.values(), demands: asked, statistics, settings };
    const ranked = rankTopics(ranker, topics, { candidates, depth });
    if (options.run !== undefined) await writeRun(options.run, ranked, settings.version.version);
    measured.push({ part, relevanceVersion: settings.version.version, figures: MeasuredPart.of(ranked, draws) });
  }
  const [first, ...others] = measured;
  return {
    files: Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256])),
    options: { unit, candidates, depth, resamples, seed },
    versions: { analyser: analyserVersion, encoder: models.encoder.version, statistics: statistics.version },
    counts: { projects: projectIds.size, demands: demands.length, ...countTopics(topics) },
    parts: measured.map(({ figures, ...rest }) => ({ ...rest, measures: figures.estimates })),
    differences: others.flatMap(({ part, figures }) =>
      first === undefined ? [] : [{ part, against: first.part, measures: figures.minus(first.figures) }],
    ),
  };
}

async function listOf(demands: AsyncIterable<DemandText>): Promise<DemandText[]> {
  const list: DemandText[] = [];
  for await (const demand of demands) list.push(demand);
  return list;
}

function countTopics(topics: readonly Topic[]): Pick<Report['counts'], 'topics' | 'topicsWithoutAnswer' | 'pairs'> {
  const isAnswered = ({ grades }: Topic): boolean => [...grades.values()].some((grade) => grade > 0);
  return {
    topics: topics.length,
    topicsWithoutAnswer: topics.filter((topic) => !isAnswered(topic)).length,
    pairs: topics.reduce((sum, { grades }) => sum + grades.size, 0),
  };
}

async function writeRun(file: string, topics: readonly RankedTopic[], tag: string): Promise<void> {
  await writeFile(file, linesOf(topics, tag));
}

/** Topic by topic, since all lists together may be longer than a text can be. */
function* linesOf(topics: readonly RankedTopic[], tag: string): Generator<string> {
  for (const topic of topics) yield [...runLines(topic, tag), ''].join('\n');
}
