import { QuerySet, type LibraryDocument } from '@throughtrain/engine';
import type { CorpusStatistics } from '@throughtrain/text';
import type { Topic } from '../input/topics';
import type { AnalysedText } from './analysed-texts';
import { BestDocuments, type RankedProject } from './best-documents';
import type { PartSettings } from './relevance-parts';

/** What was found for a topic. */
export interface RankedTopic {
  readonly topic: Topic;
  /** Best first, not more than the depth. */
  readonly ranked: readonly RankedProject[];
  /** Scores of the judged projects, however deep they lie. */
  readonly judgedScores: ReadonlyMap<string, number>;
}

/** What is ranked, and by what. */
export interface Ranker {
  readonly documents: Iterable<LibraryDocument>;
  readonly demands: readonly AnalysedText[];
  readonly statistics: CorpusStatistics;
  readonly settings: PartSettings;
}

export interface RankLimits {
  /** `judged`: only what was judged for the topic takes part. `all`: everything that shares anything with it, as in production a score of 0 is no answer. */
  readonly candidates: 'all' | 'judged';
  readonly depth: number;
}

/** Less than the step to which relevances are rounded, so that the mean decides between equal bests only. */
const meanShare = 1e-7;

/** Ranks projects for every topic in one pass over the documents. */
export async function rankTopics(
  ranker: Ranker,
  topics: readonly Topic[],
  { candidates, depth }: RankLimits,
): Promise<RankedTopic[]> {
  const lists = topics.map((topic) => ({
    topic,
    best: new BestDocuments(depth),
    judgedScores: new Map<string, number>(),
  }));
  await forEachDocument(ranker, (id, relevances) => {
    for (const { topic, best, judgedScores } of lists) {
      const isJudged = topic.grades.has(id);
      if (!isJudged && candidates === 'judged') continue;
      const score = topicScore(relevances, topic.demands);
      if (isJudged) judgedScores.set(id, score);
      if (score > 0 || candidates === 'judged') best.offer(id, score);
    }
  });
  return lists.map(({ topic, best, judgedScores }) => ({ topic, ranked: best.list(), judgedScores }));
}

/** Visits each document once. @param visit gets its relevances to all demands, in their order */
export async function forEachDocument(
  { documents, demands, statistics, settings }: Ranker,
  visit: (projectId: string, relevances: ArrayLike<number>) => void,
): Promise<void> {
  const queries = await QuerySet.of(requestOf(demands), statistics, settings.version, settings.nearTerms);
  for (const document of documents) visit(document.project.id, queries.relevances(document));
}

/**
 * Relevance of a project to a topic: to its demand; to an enterprise that of its best demand, as for a roadshow, and of equal bests the higher mean first.
 * @param relevances of the project to all demands, rounded to 1e-6
 */
export function topicScore(relevances: ArrayLike<number>, demands: readonly number[]): number {
  let [best, sum] = [0, 0];
  for (const demand of demands) {
    const relevance = relevances[demand] ?? 0;
    best = Math.max(best, relevance);
    sum += relevance;
  }
  return demands.length > 1 ? best + (meanShare * sum) / demands.length : best;
}

function requestOf(demands: readonly AnalysedText[]): Parameters<typeof QuerySet.of>[0] {
  const mask = { enterpriseId: '', declined: new Set<string>() };
  return {
    libraryPosition: '',
    analyserVersion: '',
    statisticsVersion: '',
    relevanceVersion: '',
    queries: demands.map((demand) => ({ ...demand, mask })),
    today: '',
    onStage: new Set(),
  };
}
