import type { RankContext } from '../candidate';
import type { WeightProfile } from '../profile/weight-profile';
import type { RankedCandidate } from '../rank';

/** Why a project that passes may not take the next place. */
export type PlaceLimit = 'institution-cap' | 'sub-domain-cap' | 'newcomer-share';

/** Counts the places taken and says who may take the next. */
export class Places {
  private readonly institutions = new Map<string, number>();
  private readonly subDomains = new Map<string, number>();
  private readonly shares: ReadonlyMap<string, number>;
  private taken = 0;
  private newcomers = 0;
  private waived = false;

  constructor(
    private readonly size: number,
    private readonly profile: WeightProfile,
    context: RankContext,
  ) {
    this.shares = subDomainShares(context, size);
  }

  get free(): number {
    return this.size - this.taken;
  }

  /** Gives the places kept for newcomers to others, since too few newcomers pass. */
  waiveNewcomers(): void {
    this.waived = true;
  }

  get newcomersWaived(): boolean {
    return this.waived;
  }

  /** Whether the sub-domain has not yet been offered all of its floor. */
  isBelowFloor({ candidate: { subDomain } }: RankedCandidate): boolean {
    if (subDomain === undefined) return false;
    const floor = Math.floor((this.shares.get(subDomain) ?? 0) * this.profile.values['shortlist.subDomainFloor']);
    return (this.subDomains.get(subDomain) ?? 0) < floor;
  }

  /** @returns the limit that refuses the place, undefined when it is free to take */
  refusal({ candidate }: RankedCandidate): PlaceLimit | undefined {
    const { values } = this.profile;
    if (candidate.institutionId !== undefined) {
      const cap = Math.max(
        values['shortlist.institutionLeast'],
        Math.floor(values['shortlist.institutionShare'] * this.size),
      );
      if ((this.institutions.get(candidate.institutionId) ?? 0) >= cap) return 'institution-cap';
    }
    const share = candidate.subDomain === undefined ? undefined : this.shares.get(candidate.subDomain);
    if (candidate.subDomain !== undefined && share !== undefined) {
      const cap = Math.max(values['shortlist.subDomainLeast'], Math.floor(share * values['shortlist.subDomainCap']));
      if ((this.subDomains.get(candidate.subDomain) ?? 0) >= cap) return 'sub-domain-cap';
    }
    const wanted = Math.ceil(values['shortlist.newcomerShare'] * this.size) - this.newcomers;
    if (!this.waived && this.free <= wanted && !this.isNewcomer(candidate)) return 'newcomer-share';
    return undefined;
  }

  take({ candidate }: RankedCandidate): void {
    this.taken += 1;
    if (this.isNewcomer(candidate)) this.newcomers += 1;
    const { institutionId, subDomain } = candidate;
    if (institutionId !== undefined)
      this.institutions.set(institutionId, (this.institutions.get(institutionId) ?? 0) + 1);
    if (subDomain !== undefined) this.subDomains.set(subDomain, (this.subDomains.get(subDomain) ?? 0) + 1);
  }

  private isNewcomer({ timesShown }: { readonly timesShown: number }): boolean {
    return timesShown < this.profile.values['shortlist.newcomerBelow'];
  }
}

/** Places in proportion to the demands of each sub-domain. */
function subDomainShares({ demands }: RankContext, size: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { subDomain } of demands) {
    if (subDomain !== undefined) counts.set(subDomain, (counts.get(subDomain) ?? 0) + 1);
  }
  return new Map([...counts].map(([subDomain, count]) => [subDomain, (count * size) / demands.length]));
}
