import {
  mergeScored,
  type LibraryScorer,
  type LibraryShards,
  type ScoredLibrary,
  type ScoreProgress,
} from '@throughtrain/matching';
import type { Answer, Question } from './wire';

/** Scores the parts of the library that are held here, without those that are known to who asks; of another split nothing is scored. */
export async function scoreUnknown(
  scorer: LibraryScorer,
  { count, served }: LibraryShards,
  { request, limits, known }: Question<'score'>,
  progress: ScoreProgress,
): Promise<Answer<'score'>> {
  const held = [...new Set(served)];
  const isOther = known !== undefined && known.count !== count;
  const numbers = isOther ? [] : held.filter((number) => known?.numbers.includes(number) !== true);
  const parts: ScoredLibrary[] = [];
  // All that is held is scored in one pass.
  const passes = numbers.length === held.length ? [undefined] : numbers.map((shard) => ({ count, shard }));
  for (const part of passes) {
    const { projectsScored, byDemand, byBrief, bySum } = await scorer.score(request, limits, progress, part);
    parts.push({ projectsScored, byDemand, byBrief, bySum, exclusions: [] });
  }
  const { exclusions: _none, ...lists } = mergeScored(parts, limits);
  return { shards: { count, numbers }, ...lists };
}
