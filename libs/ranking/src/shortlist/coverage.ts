import type { WeightProfile } from '../profile/weight-profile';
import type { RankedCandidate } from '../rank';
import { poolDepth, relevanceInForce } from '../relevance/relevance-version';

/**
 * For each project, the demands that it would cover: related, and among the best of the demand after gates. No more of a demand's best count
 * than the pool surely holds, so that the places do not hang on what other lists happened to bring in.
 * @param demands number of demands of the run
 */
export function coverableDemands(
  ranked: readonly RankedCandidate[],
  { values }: WeightProfile,
  demands: number,
): ReadonlyMap<string, readonly number[]> {
  const best = Math.min(values['shortlist.bestPerDemand'], poolDepth(demands, relevanceInForce));
  const related = values['band.related'];
  const byDemand = new Map<number, { projectId: string; relevance: number }[]>();
  for (const { projectId, pairs } of ranked) {
    for (const { demand, relevance } of pairs) {
      const list = byDemand.get(demand) ?? [];
      if (list.length === 0) byDemand.set(demand, list);
      list.push({ projectId, relevance });
    }
  }
  const coverable = new Map<string, number[]>();
  for (const [demand, list] of [...byDemand].sort(([a], [b]) => a - b)) {
    list.sort((a, b) => b.relevance - a.relevance || (a.projectId < b.projectId ? -1 : 1));
    for (const { projectId, relevance } of list.slice(0, best)) {
      if (relevance < related) break;
      const covered = coverable.get(projectId);
      if (covered === undefined) coverable.set(projectId, [demand]);
      else covered.push(demand);
    }
  }
  return coverable;
}
