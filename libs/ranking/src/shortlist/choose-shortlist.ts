import type { RankContext } from '../candidate';
import type { BoundLimit } from '../limit';
import type { WeightProfile } from '../profile/weight-profile';
import { byScoreThenId, quantise } from '../quantise';
import type { RankedCandidate } from '../rank';
import { belongsToList, namesDomain } from './belongs-to-list';
import { coverableDemands } from './coverage';
import { Places, type PlaceLimit } from './places';

export interface ShortlistEntry extends RankedCandidate {
  /** Demands (by place in the run) that it covers. */
  readonly covers: readonly number[];
  /** Whether it names no code of the domain and stands here because it says of no other that it belongs there. */
  readonly withoutCode: boolean;
}

export interface ChosenShortlist {
  /** By score, best first. */
  readonly entries: readonly ShortlistEntry[];
  /** Demands (by place in the run) that no chosen project covers. */
  readonly uncovered: readonly number[];
  readonly limits: readonly BoundLimit[];
}

/**
 * Chooses about `size` projects greedily on score + coverage, where coverage counts newly covered demands; equal sums by id. Sub-domains with demands are
 * offered part of their share first; caps hold throughout; the list is rather short than padded.
 * @param ranked all candidates of the run, best first
 */
export function chooseShortlist(
  ranked: readonly RankedCandidate[],
  size: number,
  profile: WeightProfile,
  context: RankContext,
): ChosenShortlist {
  const coverable = coverableDemands(ranked, profile, context.demands.length);
  const related = profile.values['band.related'];
  const passing = ranked
    .filter(({ candidate }) => belongsToList(candidate, context.domain))
    .filter(({ projectId, candidate }) => coverable.has(projectId) || (candidate.briefRelevance ?? 0) >= related);
  const choice = new GreedyChoice(passing, coverable, profile, new Places(size, profile, context));
  choice.fill((candidate, places) => places.isBelowFloor(candidate));
  choice.fill(() => true);
  if (choice.isHeldByNewcomers()) {
    choice.places.waiveNewcomers();
    choice.fill(() => true);
  }
  const entries = choice.chosen
    .map((entry) => ({
      ...entry,
      covers: coverable.get(entry.projectId) ?? [],
      withoutCode: !namesDomain(entry.candidate.seiCodes, context.domain),
    }))
    .sort(byScoreThenId);
  const uncovered = context.demands.map((_, demand) => demand).filter((demand) => !choice.covered.has(demand));
  return { entries, uncovered, limits: boundLimits(choice, passing.length, size) };
}

class GreedyChoice {
  readonly chosen: RankedCandidate[] = [];
  readonly covered = new Set<number>();
  private left: readonly RankedCandidate[];

  constructor(
    passing: readonly RankedCandidate[],
    private readonly coverable: ReadonlyMap<string, readonly number[]>,
    private readonly profile: WeightProfile,
    readonly places: Places,
  ) {
    this.left = passing;
  }

  /** Takes the best eligible candidate until none is left or the list is full. */
  fill(eligible: (candidate: RankedCandidate, places: Places) => boolean): void {
    while (this.places.free > 0) {
      const open = this.left.filter((candidate) => eligible(candidate, this.places));
      const next = this.best(open.filter((candidate) => this.places.refusal(candidate) === undefined));
      if (next === undefined) return;
      this.places.take(next);
      this.chosen.push(next);
      for (const demand of this.coverable.get(next.projectId) ?? []) this.covered.add(demand);
      this.left = this.left.filter(({ projectId }) => projectId !== next.projectId);
    }
  }

  /** Whether places stay free only because they are kept for rarely shown projects. */
  isHeldByNewcomers(): boolean {
    return this.places.free > 0 && this.left.some((candidate) => this.places.refusal(candidate) === 'newcomer-share');
  }

  /** Refused candidates by the limit that refuses them. */
  refused(): ReadonlyMap<PlaceLimit, number> {
    const counts = new Map<PlaceLimit, number>();
    for (const candidate of this.left) {
      const limit = this.places.refusal(candidate);
      if (limit !== undefined) counts.set(limit, (counts.get(limit) ?? 0) + 1);
    }
    return counts;
  }

  private best(candidates: readonly RankedCandidate[]): RankedCandidate | undefined {
    const { values } = this.profile;
    let best: { candidate: RankedCandidate; gain: number } | undefined;
    for (const candidate of candidates) {
      const fresh = (this.coverable.get(candidate.projectId) ?? []).filter(
        (demand) => !this.covered.has(demand),
      ).length;
      const gain = quantise(
        candidate.score + values['shortlist.coverageWeight'] * Math.min(1, fresh / values['shortlist.coverageFull']),
      );
      if (
        best === undefined ||
        gain > best.gain ||
        (gain === best.gain && candidate.projectId < best.candidate.projectId)
      )
        best = { candidate, gain };
    }
    return best?.candidate;
  }
}

const limitNames = {
  'institution-cap': { zh: '同一单位入选数量上限', en: 'cap per institution' },
  'sub-domain-cap': { zh: '同一细分领域入选数量上限', en: 'cap per sub-domain' },
  'newcomer-share': { zh: '近期较少入选项目的预留名额', en: 'share kept for rarely shown projects' },
} as const satisfies Record<PlaceLimit, { zh: string; en: string }>;

function boundLimits(choice: GreedyChoice, passing: number, size: number): BoundLimit[] {
  const limits: BoundLimit[] = [];
  const add = (limit: string, message: string, zh: string): void =>
    void limits.push({ list: 'shortlist', limit, message, zh });
  if (choice.places.newcomersWaived) {
    add(
      'newcomer-share',
      'Too few rarely shown projects pass; their places went to others.',
      '近期较少入选的项目中符合条件的不足，预留名额由其他项目递补。',
    );
  }
  const taken = choice.chosen.length;
  if (taken >= size) return limits;
  for (const [limit, count] of choice.refused()) {
    const { zh, en } = limitNames[limit];
    add(
      limit,
      `${taken} of ${size} places are filled; ${count} more project(s) pass but are left out by the ${en}.`,
      `应选${size}个，实选${taken}个；另有${count}个项目符合条件，受${zh}约束未能入选。`,
    );
  }
  if (passing < size) {
    add(
      'related-projects',
      `Only ${passing} project(s) of the domain are related to a demand or to the brief; ${size} were asked for.`,
      `本领域内与企业需求或承办单位需求描述相关的项目仅${passing}个，少于要求的${size}个。`,
    );
  }
  return limits;
}
