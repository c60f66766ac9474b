import { writeFile } from 'node:fs/promises';
import { analyserVersion } from '@throughtrain/text';
import type { Topic } from './input/topics';
import { MeasuredPart } from './measures/measured-part';
import { drawTopics } from './measures/resamples';
import type { EvaluateOptions } from './options';
import type { Models } from './shipped-models';
import { openData } from './ranking/open-data';
import { rankTopics, type RankedTopic } from './ranking/rank-topics';
import { settingsOf, type RelevancePart } from './ranking/relevance-parts';
import type { Report } from './report/report';
import { runLines } from './report/run-file';

const resamples = 1000;
const seed = 1;

/**
 * Ranks projects for judged topics by the code of production and measures the lists. Writes the run file when one is asked for.
 * @throws InputFault when a file of the data can not be used
 */
export async function evaluate(options: EvaluateOptions, models: Models): Promise<Report> {
  const { unit, candidates, depth, compare } = options;
  const { topics, ...data } = await openData(options, models);
  const draws = drawTopics(topics.length, resamples, seed);
  const measured: { part: RelevancePart; relevanceVersion: string; figures: MeasuredPart }[] = [];
  for (const part of compare) {
    const settings = settingsOf(part, models.nearTerms);
    const ranked = await rankTopics({ ...data, settings }, topics, { candidates, depth });
    if (options.run !== undefined) await writeRun(options.run, ranked, settings.version.version);
    measured.push({ part, relevanceVersion: settings.version.version, figures: MeasuredPart.of(ranked, draws) });
  }
  const [first, ...others] = measured;
  return {
    files: data.files,
    options: { unit, candidates, depth, resamples, seed },
    versions: { analyser: analyserVersion, encoder: models.encoder.version, statistics: data.statistics.version },
    counts: { projects: data.documents.length, demands: data.demands.length, ...countTopics(topics) },
    parts: measured.map(({ figures, ...rest }) => ({ ...rest, measures: figures.estimates })),
    differences: others.flatMap(({ part, figures }) =>
      first === undefined ? [] : [{ part, against: first.part, measures: figures.minus(first.figures) }],
    ),
    topics: Object.fromEntries(
      topics.map(({ id }) => [
        id,
        Object.fromEntries(measured.map(({ part, figures }) => [part, figures.topics.get(id)])),
      ]),
    ),
  };
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
