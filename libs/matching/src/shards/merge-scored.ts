import { byScoreThenId } from '@throughtrain/ranking';
import type { Scored, ScoredLibrary } from '../ports/library-scorer.port';
import type { ListLimits } from '../run/list-limits';

/**
 * What the parts of a library were scored to, as one library: the best of all lists are among the best of the part that they lie in, so nothing is lost.
 * @param parts of one request, in any order, each project in one of them; at least one
 */
export function mergeScored(parts: readonly ScoredLibrary[], limits: ListLimits): ScoredLibrary {
  const merged = (listOf: (part: ScoredLibrary) => readonly Scored[] | undefined, size: number): Scored[] =>
    parts
      .flatMap((part) => listOf(part) ?? [])
      .sort(byScoreThenId)
      .slice(0, size);
  return {
    projectsScored: parts.reduce((sum, { projectsScored }) => sum + projectsScored, 0),
    exclusions: parts.flatMap(({ exclusions }) => exclusions).sort((a, b) => (a.projectId < b.projectId ? -1 : 1)),
    byDemand: (parts[0]?.byDemand ?? []).map((_, demand) =>
      merged(({ byDemand }) => byDemand[demand], limits.perDemand),
    ),
    byBrief: merged(({ byBrief }) => byBrief, limits.byBrief),
    bySum: merged(({ bySum }) => bySum, limits.bySum),
  };
}
