import {
  codeDepth,
  patentNumbers,
  regionNearness,
  seiThroughCrosswalk,
  type DemandContent,
  type Project,
} from '@throughtrain/domain';
import { readIndicators, type Indicator } from '@throughtrain/text';
import {
  budgetShareOf,
  compareIndicators,
  expertMeans,
  indicatorShares,
  roundPair,
  type Candidate,
  type CandidatePair,
  type ExpertScore,
} from '@throughtrain/ranking';
import type { PoolProject } from '../ports/library-scorer.port';
import type { RunDemand } from '../ports/match-run.repository.port';

/** A demand with everything that the raw inputs of level B read. */
export interface MatchedDemand extends RunDemand {
  readonly content: DemandContent;
}

export interface CandidateContext {
  readonly demands: readonly MatchedDemand[];
  /** Figures that each demand asks for, in their order. */
  readonly wanted: readonly (readonly Indicator[])[];
  readonly now: Date;
  readonly timesShown: Readonly<Record<string, number>>;
  /** By project id. */
  readonly expertScores: ReadonlyMap<string, readonly ExpertScore[]>;
}

/** Programmes of the state that count for technical lead. A project of a company or a body whose name begins with 国家 (国家电网) is none. */
const nationalProgrammes =
  /国家(重点研发计划|科技重大专项|自然科学基金|科技支撑计划|国际科技合作|重大科研仪器)|科技创新2030|基地和人才专项|技术创新引导专项|国际科技合作专项|火炬计划|星火计划|(?<!\d)(863|973)(?!\d)/u;
const yearMs = 365.25 * 24 * 3_600_000;

/** Figures that a demand asks for: those it lists as such; without a list those of its text, which tells present states as well. */
export function demandIndicators({ title, description, indicators }: DemandContent): readonly Indicator[] {
  return readIndicators((indicators.length > 0 ? indicators : [title, description]).join('；'));
}

/** Figures that a project states. */
export function projectIndicators({ title, summary }: Project): readonly Indicator[] {
  return readIndicators(`${title}；${summary}`);
}

/** Raw inputs of levels B and C for one project of the pool, rounded to what storage keeps. */
export function makeCandidate(
  { project, duplicateIds, pairs, briefRelevance }: PoolProject,
  context: CandidateContext,
): Candidate {
  const { programme, ownership, confirmedOn } = project;
  const recordIds = [project.id, ...duplicateIds];
  const offered = projectIndicators(project);
  const experts = expertMeans(recordIds.flatMap((id) => context.expertScores.get(id) ?? []));
  return {
    projectId: project.id,
    revision: project.revision,
    ...domainsOf(project),
    subDomain: project.hteCodes[0],
    institutionId: project.institutionId,
    trl: project.trl,
    stage: project.stage,
    quality: {
      patents: new Set(project.patents.flatMap(patentNumbers)).size,
      nationalProgramme: programme === undefined ? undefined : nationalProgrammes.test(programme),
      trl: project.trl,
      cooperationModes: project.cooperation.length,
      ownershipClear: ownership === undefined ? undefined : ownership !== 'disputed' && ownership !== 'encumbered',
      ...(experts && { experts }),
    },
    yearsSinceConfirmed: confirmedOn === undefined ? undefined : yearsBetween(new Date(confirmedOn), context.now),
    // A project that was shown under another record of its group was shown.
    timesShown: Math.max(...recordIds.map((id) => context.timesShown[id] ?? 0)),
    briefRelevance,
    pairs: pairs.map((pair) => makePair(project, pair, offered, context)),
  };
}

/** What a record says of its SEI domains counts; where it says nothing, its sub-domains do. */
function domainsOf({ seiCodes, hteCodes }: Project): Pick<Candidate, 'seiCodes' | 'partlySeiCodes'> {
  if (seiCodes.length > 0 || hteCodes.length === 0) return { seiCodes };
  return { seiCodes: seiThroughCrosswalk(hteCodes, 'core'), partlySeiCodes: seiThroughCrosswalk(hteCodes, 'part') };
}

function makePair(
  project: Project,
  pair: { demand: number; relevance: number },
  offered: readonly Indicator[],
  { demands, wanted, now }: CandidateContext,
): CandidatePair {
  const demand = demands[pair.demand];
  if (demand === undefined) throw new RangeError(`no demand at ${pair.demand}`);
  const { content, regionCode } = demand;
  const { cooperation, budgetWan, deadline } = content;
  const isCooperationKnown = cooperation.length > 0 && project.cooperation.length > 0;
  return roundPair({
    demand: pair.demand,
    relevance: pair.relevance,
    domainDepth: codeDepth(project, content),
    indicators: indicatorShares(compareIndicators(wanted[pair.demand] ?? [], offered)),
    trl: project.trl,
    monthsToDeadline: deadline === undefined ? undefined : monthsBetween(now, deadline),
    cooperationMeets: isCooperationKnown ? cooperation.some((mode) => project.cooperation.includes(mode)) : undefined,
    budgetShare:
      budgetWan === undefined || project.priceWan === undefined
        ? undefined
        : budgetShareOf(budgetWan, project.priceWan),
    region: regionNearness(regionCode, project.institution?.regionCode),
  });
}

/** Years with two decimals, never negative. */
function yearsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round(((to.getTime() - from.getTime()) / yearMs) * 100) / 100);
}

/** Whole months from the month of `now` (UTC) to a month YYYY-MM. */
function monthsBetween(now: Date, month: string): number {
  return (Number(month.slice(0, 4)) - now.getUTCFullYear()) * 12 + Number(month.slice(5, 7)) - 1 - now.getUTCMonth();
}
