import { reasonsOf, type Candidate, type ShortlistEntry, type WeightProfile } from '@throughtrain/ranking';
import type { LibraryScorer, PoolProject, ScoreProgress, ScoreRequest } from '../ports/library-scorer.port';
import { describeMatch, isShown, wordsPerPair, type DescribedMatch } from './describe-match';
import type { MatchedDemand } from './make-candidate';
import type { EntryResult } from './match-result';
import { readableWords } from './readable-words';

/** Words of the sentence that gives the best match as a reason. */
const wordsInReason = 4;

interface DescriptionContext {
  readonly demands: readonly MatchedDemand[];
  readonly request: ScoreRequest;
  readonly pool: readonly PoolProject[];
  readonly profile: WeightProfile;
}

/** Puts into words why each entry stands where it does, from the same arithmetic that chose it. */
export async function describeEntries(
  entries: readonly ShortlistEntry[],
  context: DescriptionContext,
  scorer: LibraryScorer,
  progress: ScoreProgress,
): Promise<EntryResult[]> {
  const shown = context.profile.values['band.shown'];
  const told = entries.flatMap(({ projectId, pairs }) =>
    // The best match explains the score even where its relevance is below the shown band.
    pairs
      .filter(({ relevance }, place) => place === 0 || relevance >= shown)
      .map(({ demand }) => ({ projectId, demand })),
  );
  const explained = await scorer.explain(context.request, told, wordsPerPair, progress);
  const explanations = new Map(told.map(({ projectId, demand }, at) => [`${projectId} ${demand}`, explained[at]]));
  const projects = new Map(context.pool.map(({ project }) => [project.id, project]));
  const duplicates = new Map(context.pool.map(({ project, duplicateIds }) => [project.id, duplicateIds]));
  return entries.map((entry, index) => {
    const described = entry.pairs
      .filter(({ relevance }, place) => place === 0 || relevance >= shown)
      .map((pair) => {
        const demand = context.demands[pair.demand];
        const inputs = entry.candidate.pairs.find((stored) => stored.demand === pair.demand);
        const explanation = explanations.get(`${entry.projectId} ${pair.demand}`);
        if (demand === undefined || inputs === undefined || explanation === undefined)
          throw new RangeError(`no explanation of ${entry.projectId} ${pair.demand}`);
        return describeMatch({ demand, inputs, explanation, project: projects.get(entry.projectId) }, context.profile);
      });
    const matches = described.filter(isShown);
    return {
      rank: index + 1,
      projectId: entry.projectId,
      revision: entry.candidate.revision,
      score: entry.score,
      terms: entry.terms,
      matches,
      reasons: reasonsOf(entry.terms, factsOf(described, entry.candidate, context.profile)),
      withoutCode: entry.withoutCode,
      duplicateIds: duplicates.get(entry.projectId) ?? [],
    };
  });
}

/** @param described the best match first, then the others that are shown */
function factsOf(
  described: readonly DescribedMatch[],
  { briefRelevance, quality }: Pick<Candidate, 'briefRelevance' | 'quality'>,
  { values }: WeightProfile,
): Parameters<typeof reasonsOf>[1] {
  const [best] = described;
  const related = described.filter(({ relevance }) => relevance >= values['band.related']);
  return {
    best: best && {
      demandTitle: best.demandTitle,
      band: best.band,
      words: readableWords(
        best.words.map(({ word, standsFor }) => (standsFor === undefined ? word : `${standsFor}↔${word}`)),
      ).slice(0, wordsInReason),
    },
    fitsBrief: (briefRelevance ?? 0) >= values['band.related'],
    experts: quality.experts?.raters,
    enterprises: new Set(related.map(({ enterpriseId }) => enterpriseId)).size,
  };
}
