import type { IntentLevel, Stage } from '@throughtrain/domain';
import type { QualityInputs } from '../features/roadshow/quality-inputs';
import { qualityValue } from '../features/roadshow/quality.feature';
import type { ScoreTerm } from '../features/feature';
import type { BoundLimit } from '../limit';
import type { WeightProfile } from '../profile/weight-profile';
import { byScoreThenId, quantise } from '../quantise';
import { intentEstimate } from './intent-estimate';

/** A project of a frozen shortlist with what enterprises answered. */
export interface PickCandidate {
  readonly projectId: string;
  /** Level C without quality and interest, in [0, 1]. */
  readonly match: number;
  readonly quality: QualityInputs;
  readonly institutionId?: string | undefined;
  readonly trl?: number | undefined;
  readonly stage?: Stage | undefined;
  readonly answers: readonly { readonly enterpriseId: string; readonly level: IntentLevel }[];
}

export type PickTermName = 'match' | 'quality' | 'intent';

export interface Pick {
  readonly projectId: string;
  /** In [0, 1], quantised to 1e-6. */
  readonly score: number;
  readonly terms: readonly ScoreTerm<PickTermName>[];
  readonly pinned: boolean;
}

export interface ChosenPicks {
  readonly picks: readonly Pick[];
  readonly reserves: readonly Pick[];
  readonly limits: readonly BoundLimit[];
}

export interface PickRequest {
  readonly count: number;
  readonly pinned: ReadonlySet<string>;
  readonly banned: ReadonlySet<string>;
}

/** pick score = match, quality and intent by the profile's weights. */
export function scorePick(candidate: PickCandidate, profile: WeightProfile, pinned: boolean): Pick {
  const { values } = profile;
  const quality = qualityValue(candidate.quality, profile);
  const total = values['pick.weight.match'] + values['pick.weight.quality'] + values['pick.weight.intent'];
  const term = (feature: PickTermName, value: number | undefined, weight: number): ScoreTerm<PickTermName> => ({
    feature,
    value: quantise(value ?? values['roadshow.neutral.quality']),
    weight: weight / total,
    known: value !== undefined,
  });
  const terms = [
    term('match', candidate.match, values['pick.weight.match']),
    term('quality', quality, values['pick.weight.quality']),
    term(
      'intent',
      intentEstimate(
        candidate.answers.map(({ level }) => level),
        profile,
      ),
      values['pick.weight.intent'],
    ),
  ];
  return {
    projectId: candidate.projectId,
    score: quantise(terms.reduce((sum, t) => sum + t.value * t.weight, 0)),
    terms,
    pinned,
  };
}

/**
 * Chooses the picks greedily on pick score + coverage of enterprises, then the reserves. Pinned projects come first whatever the limits;
 * banned ones never. At most `pick.institutionMost` of one institution over picks and reserves together, so that any reserve can step in; at
 * least `pick.matureShare` of the picks mature: at the mature level or, where no level is told, of the stage 成熟应用阶段; when mature projects run out, others take
 * their places and the limit is named.
 * @returns both lists by score, and the limits that bound
 */
export function choosePicks(
  candidates: readonly PickCandidate[],
  request: PickRequest,
  profile: WeightProfile,
): ChosenPicks {
  const choice = new PickChoice(
    candidates.filter(({ projectId }) => !request.banned.has(projectId)),
    request,
    profile,
  );
  choice.takePinned();
  choice.takePicks();
  choice.namePassedOver();
  const reserves = choice.takeReserves();
  return { picks: choice.picks.toSorted(byScoreThenId), reserves, limits: choice.limits };
}

class PickChoice {
  readonly picks: Pick[] = [];
  readonly limits: BoundLimit[] = [];
  private readonly byId: ReadonlyMap<string, PickCandidate>;
  private readonly institutions = new Map<string, number>();
  private readonly covered = new Set<string>();
  private left: Pick[];
  private immature = 0;

  constructor(
    candidates: readonly PickCandidate[],
    private readonly request: PickRequest,
    private readonly profile: WeightProfile,
  ) {
    this.byId = new Map(candidates.map((candidate) => [candidate.projectId, candidate]));
    this.left = candidates.map((c) => scorePick(c, profile, request.pinned.has(c.projectId))).sort(byScoreThenId);
  }

  takePinned(): void {
    for (const pick of this.left.filter(({ pinned }) => pinned)) this.take(pick);
    const gone = [...this.request.pinned].filter((projectId) => !this.byId.has(projectId)).length;
    if (gone > 0) {
      this.bound(
        'picks',
        'pinned-withdrawn',
        `${gone} pinned project(s) can not be picked: withdrawn since, or on no frozen shortlist any more.`,
        `承办单位指定的${gone}个项目已撤回或不在已定稿的初筛清单内，无法入选。`,
      );
    }
    const [pinned, count] = [this.picks.length, this.request.count];
    if (pinned > count) {
      this.bound(
        'picks',
        'pinned',
        `${pinned} projects are pinned, more than the ${count} asked for.`,
        `承办单位指定了${pinned}个项目，多于拟选的${count}个。`,
      );
    }
  }

  takePicks(): void {
    while (this.picks.length < this.request.count) {
      const free = this.left.filter((pick) => this.institutionFree(pick));
      const next = this.best(free.filter((pick) => this.maturityFree(pick))) ?? this.best(free);
      if (next === undefined) {
        this.nameShortage();
        break;
      }
      this.take(next);
    }
    const mature = this.picks.filter((pick) => this.isMature(pick)).length;
    if (mature < this.leastMature) {
      this.bound(
        'picks',
        'mature-share',
        `${mature} of ${this.picks.length} picks are mature; no other mature project can take a place.`,
        `${this.picks.length}个拟路演项目中成熟项目${mature}个，初筛清单内已无其他成熟项目可选。`,
      );
    }
  }

  /** Says which limit keeps projects off the stage that score higher than one on it, since a reader will ask. */
  namePassedOver(): void {
    if (this.picks.length < this.request.count) return;
    const lowest = Math.min(...this.picks.filter(({ pinned }) => !pinned).map(({ score }) => score));
    const higher = this.left.filter(({ score }) => score > lowest);
    const free = higher.filter((pick) => this.institutionFree(pick));
    const passedOver = (limit: string, count: number, en: string, zh: string): void => {
      if (count === 0 || this.limits.some((bound) => bound.limit === limit)) return;
      const message = `${count} project(s) with a higher score than the last pick were left out by ${en}.`;
      this.bound('picks', limit, message, `有${count}个项目得分高于末位入选项目，受${zh}约束未能入选。`);
    };
    const mature = free.filter((pick) => this.maturityFree(pick)).length;
    passedOver('institution-cap', higher.length - free.length, 'the cap per institution', '同一单位入选数量上限');
    passedOver('mature-share', free.length - mature, 'the share of mature projects', '成熟项目占比要求');
    passedOver('coverage', mature, 'the coverage of enterprises', '兼顾更多企业对接意愿的要求');
  }

  takeReserves(): Pick[] {
    const wanted = this.profile.values['pick.reserves'];
    const reserves: Pick[] = [];
    for (const pick of this.left) {
      if (reserves.length >= wanted) break;
      if (!this.institutionFree(pick)) continue;
      reserves.push(pick);
      this.countInstitution(pick);
    }
    if (reserves.length < wanted) {
      this.bound(
        'reserves',
        'eligible-projects',
        `${reserves.length} of ${wanted} reserves: ${this.left.length > reserves.length ? 'the cap per institution leaves out the others' : 'no other project is left'}.`,
        this.left.length > reserves.length
          ? `应备选${wanted}个，实有${reserves.length}个，其余项目受同一单位入选数量上限约束。`
          : `应备选${wanted}个，实有${reserves.length}个，初筛清单内已无其他项目。`,
      );
    }
    return reserves;
  }

  private best(open: readonly Pick[]): Pick | undefined {
    const { values } = this.profile;
    let best: { pick: Pick; gain: number } | undefined;
    for (const pick of open) {
      const fresh = this.enterprisesOf(pick).filter((enterprise) => !this.covered.has(enterprise)).length;
      const gain = quantise(
        pick.score + values['pick.coverageWeight'] * Math.min(1, fresh / values['pick.coverageFull']),
      );
      if (best === undefined || gain > best.gain || (gain === best.gain && pick.projectId < best.pick.projectId))
        best = { pick, gain };
    }
    return best?.pick;
  }

  private take(pick: Pick): void {
    this.picks.push(pick);
    this.left = this.left.filter(({ projectId }) => projectId !== pick.projectId);
    if (!this.isMature(pick)) this.immature += 1;
    this.countInstitution(pick);
    for (const enterprise of this.enterprisesOf(pick)) this.covered.add(enterprise);
  }

  private countInstitution(pick: Pick): void {
    const institution = this.byId.get(pick.projectId)?.institutionId;
    if (institution !== undefined) this.institutions.set(institution, (this.institutions.get(institution) ?? 0) + 1);
  }

  private institutionFree(pick: Pick): boolean {
    const institution = this.byId.get(pick.projectId)?.institutionId;
    return (
      institution === undefined ||
      (this.institutions.get(institution) ?? 0) < this.profile.values['pick.institutionMost']
    );
  }

  private get leastMature(): number {
    return Math.ceil(this.profile.values['pick.matureShare'] * Math.min(this.request.count, this.byId.size));
  }

  private maturityFree(pick: Pick): boolean {
    return this.isMature(pick) || this.immature < this.request.count - this.leastMature;
  }

  private isMature(pick: Pick): boolean {
    const candidate = this.byId.get(pick.projectId);
    if (candidate?.trl !== undefined) return candidate.trl >= this.profile.values['pick.matureLevel'];
    return candidate?.stage === 'mature';
  }

  private enterprisesOf(pick: Pick): string[] {
    const least = this.profile.values['pick.coverageLevel'];
    const answers = this.byId.get(pick.projectId)?.answers ?? [];
    return answers.filter(({ level }) => level >= least).map(({ enterpriseId }) => enterpriseId);
  }

  private nameShortage(): void {
    const [have, wanted, left] = [this.picks.length, this.request.count, this.left.length];
    if (left === 0 && this.request.banned.size > 0) {
      this.bound(
        'picks',
        'banned',
        `${have} of ${wanted} picks: the host has kept the ${this.request.banned.size} other project(s) off the stage.`,
        `拟选${wanted}个，现有${have}个：其余${this.request.banned.size}个项目已被承办单位排除。`,
      );
    } else if (left === 0) {
      this.bound(
        'picks',
        'shortlist-size',
        `${have} of ${wanted} picks: the shortlist holds no more projects.`,
        `拟选${wanted}个，现有${have}个：初筛清单内已无其他项目。`,
      );
    } else {
      this.bound(
        'picks',
        'institution-cap',
        `${have} of ${wanted} picks: the ${left} other project(s) are left out by the cap per institution.`,
        `拟选${wanted}个，现有${have}个：其余${left}个项目受同一单位入选数量上限约束未能入选。`,
      );
    }
  }

  private bound(list: BoundLimit['list'], limit: string, message: string, zh: string): void {
    this.limits.push({ list, limit, message, zh });
  }
}
