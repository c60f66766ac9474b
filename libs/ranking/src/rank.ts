import { belongsToDomain, domainDepth, type DomainDepth } from '@throughtrain/domain';
import type { Candidate, RankContext } from './candidate';
import type { ScoreTerm } from './features/feature';
import { pairScore } from './features/pair/pair-features';
import { matchRoadshow, type RoadshowFeatureName } from './features/roadshow/roadshow-features';
import type { WeightProfile } from './profile/weight-profile';
import { byScoreThenId } from './quantise';

/** A stored pair with its match. Its terms are computed where it is told (`matchPair` of the candidate's pair): a pool holds millions of pairs. */
export interface ScoredPair {
  readonly demand: number;
  readonly relevance: number;
  /** match(project, demand) in [0, 1]. */
  readonly score: number;
}

export interface RankedCandidate {
  readonly projectId: string;
  readonly candidate: Candidate;
  /** match(project, roadshow) in [0, 1]. */
  readonly score: number;
  readonly terms: readonly ScoreTerm<RoadshowFeatureName>[];
  /** Stored pairs by match, best first. */
  readonly pairs: readonly ScoredPair[];
}

/**
 * Scores candidates for one roadshow and domain. The one function behind production, preview and evaluation: pure, and a candidate's
 * score does not depend on the other candidates.
 * @returns all candidates, best first; equal scores by project id
 */
export function rank(
  candidates: readonly Candidate[],
  profile: WeightProfile,
  context: RankContext,
): RankedCandidate[] {
  const enterprises = new Set(context.demands.map(({ enterpriseId }) => enterpriseId)).size;
  return candidates.map((candidate) => rankOne(candidate, profile, context, enterprises)).sort(byScoreThenId);
}

function rankOne(
  candidate: Candidate,
  profile: WeightProfile,
  context: RankContext,
  enterprises: number,
): RankedCandidate {
  const pairs = candidate.pairs
    .map((pair) => ({
      demand: pair.demand,
      relevance: pair.relevance,
      score: pairScore(pair, profile, context.hasIndicators),
    }))
    .sort((a, b) => b.score - a.score || a.demand - b.demand);
  const relevanceByEnterprise = new Map<string, number>();
  for (const { demand, relevance } of pairs) {
    const enterprise = context.demands[demand]?.enterpriseId ?? '';
    relevanceByEnterprise.set(enterprise, Math.max(relevance, relevanceByEnterprise.get(enterprise) ?? 0));
  }
  const inputs = {
    bestMatch: pairs[0]?.score,
    relevanceByEnterprise: [...relevanceByEnterprise.values()].sort((a, b) => b - a),
    enterprises,
    domainDepth: depthInDomain(candidate.seiCodes, context.domain),
    briefRelevance: candidate.briefRelevance,
    quality: candidate.quality,
    yearsSinceConfirmed: candidate.yearsSinceConfirmed,
  };
  return { projectId: candidate.projectId, candidate, pairs, ...matchRoadshow(inputs, profile, context.hasBrief) };
}

/** A project inside the roadshow's domain is as near as can be, also where the domain is a whole level 1. */
function depthInDomain(seiCodes: readonly string[], domain: string): DomainDepth | undefined {
  return seiCodes.some((code) => belongsToDomain(code, domain)) ? 2 : domainDepth(seiCodes, [domain]);
}
