/** One number that an analyst may tune, with all that a person needs to do so. */
export interface WeightSetting {
  readonly key: string;
  readonly value: number;
  readonly unit:
    | 'weight'
    | 'share'
    | 'relevance'
    | 'years'
    | 'projects'
    | 'enterprises'
    | 'level'
    | 'months'
    | 'answers'
    | 'experts';
  readonly min: number;
  readonly max: number;
  readonly help: string;
}

const weight = <const Key extends string>(key: Key, value: number, help: string) =>
  ({ key, value, unit: 'weight', min: 0, max: 1, help }) as const;
const share = <const Key extends string>(key: Key, value: number, help: string) =>
  ({ key, value, unit: 'share', min: 0, max: 1, help }) as const;
const neutral = <const Key extends string>(key: Key) =>
  share(key, 0.5, 'Value taken where the feature is unknown for one project or pair');
const relevance = <const Key extends string>(key: Key, value: number, help: string) =>
  ({ key, value, unit: 'relevance', min: 0.1, max: 1, help }) as const;

/** The settings of weight profile version 1: the proposals of the scoring model. */
export const weightSettings = [
  weight('pair.weight.relevance', 0.62, 'How well the text of the project answers the demand'),
  weight('pair.weight.domain', 0.15, 'Nearness of the codes of project and demand'),
  weight('pair.weight.indicator', 0.12, 'Share of the demand’s measurable figures that the project meets'),
  weight('pair.weight.maturity', 0.05, 'Whether the project can be ready by the demand’s deadline'),
  weight('pair.weight.cooperation', 0.03, 'Whether modes wanted and offered intersect'),
  weight('pair.weight.budget', 0.02, 'Overlap of the demand’s budget and the project’s price'),
  weight('pair.weight.region', 0.01, 'Nearness of enterprise and institution'),
  neutral('pair.neutral.domain'),
  neutral('pair.neutral.indicator'),
  neutral('pair.neutral.maturity'),
  neutral('pair.neutral.cooperation'),
  neutral('pair.neutral.budget'),
  neutral('pair.neutral.region'),
  share('domain.sameFirst', 0.4, 'Value of two codes that share the first level only'),
  share('domain.sameSecond', 0.7, 'Value of two codes that share the second level, or one SEI code'),
  share('region.sameProvince', 0.7, 'Value of two places in one province'),
  share('region.neighbouring', 0.4, 'Value of two places in neighbouring provinces'),
  {
    key: 'maturity.readyLevel',
    value: 8,
    unit: 'level',
    min: 1,
    max: 13,
    help: 'Readiness level at which a project can be used',
  },
  {
    key: 'maturity.yearsPerLevel',
    value: 0.75,
    unit: 'years',
    min: 0.1,
    max: 5,
    help: 'Years that one readiness level takes',
  },
  {
    key: 'maturity.yearsToZero',
    value: 3,
    unit: 'years',
    min: 0.1,
    max: 20,
    help: 'Missing years at which the value reaches 0',
  },
  weight('roadshow.weight.best', 0.35, 'The best match with one demand'),
  weight('roadshow.weight.pull', 0.25, 'How many enterprises have a demand that it answers'),
  weight('roadshow.weight.domain', 0.1, 'Nearness of the project’s codes to the roadshow’s domain'),
  weight('roadshow.weight.brief', 0.1, 'How well the text answers the roadshow’s brief'),
  weight('roadshow.weight.quality', 0.12, 'Technical lead, feasibility and prospect'),
  weight('roadshow.weight.interest', 0.05, 'Past intent of enterprises, shrunken'),
  weight('roadshow.weight.freshness', 0.03, 'How recently the record was confirmed'),
  share('roadshow.neutral.best', 0, 'A project without a stored pair matches nothing'),
  neutral('roadshow.neutral.domain'),
  neutral('roadshow.neutral.brief'),
  neutral('roadshow.neutral.quality'),
  neutral('roadshow.neutral.freshness'),
  { key: 'pull.leastScale', value: 3, unit: 'enterprises', min: 1, max: 1_000, help: 'Least K of 1 - exp(-Σw / K)' },
  {
    key: 'pull.enterprisesPerScale',
    value: 20,
    unit: 'enterprises',
    min: 1,
    max: 1_000,
    help: 'K is the number of enterprises divided by this',
  },
  weight('quality.weight.lead', 0.35, '技术领先性 (technical lead)'),
  weight('quality.weight.feasibility', 0.35, '产业化可行性 (feasibility of production)'),
  weight('quality.weight.prospect', 0.3, '产业发展前景 (prospect of the industry)'),
  neutral('quality.neutral'),
  {
    key: 'quality.priorRaters',
    value: 1,
    unit: 'experts',
    min: 0,
    max: 20,
    help: 'Experts that the stated rules count as beside those who scored',
  },
  {
    key: 'freshness.fullYears',
    value: 1,
    unit: 'years',
    min: 0,
    max: 20,
    help: 'A record confirmed within this time is fresh',
  },
  {
    key: 'freshness.zeroYears',
    value: 5,
    unit: 'years',
    min: 1,
    max: 50,
    help: 'A record confirmed this long ago counts 0',
  },
  relevance('band.shown', 0.2, 'Least relevance that is shown'),
  relevance('band.related', 0.3, 'Relevance from which project and demand are related'),
  relevance('band.close', 0.5, 'Relevance from which they are close'),
  {
    key: 'shortlist.bestPerDemand',
    value: 20,
    unit: 'projects',
    min: 1,
    max: 50,
    help: 'A project must be among so many best of a demand to answer it',
  },
  weight('shortlist.coverageWeight', 0.3, 'Weight of newly covered demands in the greedy choice'),
  {
    key: 'shortlist.coverageFull',
    value: 3,
    unit: 'projects',
    min: 1,
    max: 20,
    help: 'Newly covered demands that count fully',
  },
  share('shortlist.institutionShare', 0.08, 'Most places of one institution'),
  {
    key: 'shortlist.institutionLeast',
    value: 3,
    unit: 'projects',
    min: 1,
    max: 20,
    help: 'Places that one institution may always take',
  },
  share('shortlist.subDomainFloor', 0.5, 'Part of its proportional share that a sub-domain is offered first'),
  {
    key: 'shortlist.subDomainCap',
    value: 2,
    unit: 'projects',
    min: 1,
    max: 10,
    help: 'Most times its proportional share that a sub-domain may take',
  },
  {
    key: 'shortlist.subDomainLeast',
    value: 5,
    unit: 'projects',
    min: 1,
    max: 50,
    help: 'Places that a sub-domain may always take',
  },
  share('shortlist.newcomerShare', 0.1, 'Least part of places for rarely shown projects'),
  {
    key: 'shortlist.newcomerBelow',
    value: 2,
    unit: 'projects',
    min: 1,
    max: 20,
    help: 'A project on fewer frozen shortlists is rarely shown',
  },
  {
    key: 'shortlist.newcomerMonths',
    value: 24,
    unit: 'months',
    min: 1,
    max: 120,
    help: 'Months in which frozen shortlists count',
  },
  weight('pick.weight.match', 0.35, 'Match for the roadshow, without quality and interest'),
  weight('pick.weight.quality', 0.3, 'Quality'),
  weight('pick.weight.intent', 0.35, 'Intent of the invited enterprises'),
  share('intent.value.0', 0, 'Value of 不感兴趣'),
  share('intent.value.1', 0.2, 'Value of 了解即可'),
  share('intent.value.2', 0.5, 'Value of 希望进一步了解'),
  share('intent.value.3', 0.8, 'Value of 希望现场对接'),
  share('intent.value.4', 1, 'Value of 明确合作意向'),
  { key: 'intent.priorFor', value: 1, unit: 'answers', min: 0.1, max: 100, help: 'First parameter of the Beta prior' },
  {
    key: 'intent.priorAgainst',
    value: 9,
    unit: 'answers',
    min: 0.1,
    max: 100,
    help: 'Second parameter of the Beta prior',
  },
  {
    key: 'pick.institutionMost',
    value: 2,
    unit: 'projects',
    min: 1,
    max: 20,
    help: 'Most picks and reserves of one institution',
  },
  share('pick.matureShare', 0.5, 'Least part of the picks at or above the mature level'),
  {
    key: 'pick.matureLevel',
    value: 6,
    unit: 'level',
    min: 1,
    max: 13,
    help: 'Readiness level from which a project is mature',
  },
  weight('pick.coverageWeight', 0.05, 'Weight of newly covered enterprises in the greedy choice'),
  {
    key: 'pick.coverageFull',
    value: 3,
    unit: 'enterprises',
    min: 1,
    max: 20,
    help: 'Newly covered enterprises that count fully',
  },
  {
    key: 'pick.coverageLevel',
    value: 2,
    unit: 'level',
    min: 1,
    max: 4,
    help: 'Intent level from which an enterprise is covered',
  },
  { key: 'pick.reserves', value: 5, unit: 'projects', min: 0, max: 20, help: 'Reserves beside the picks' },
] as const satisfies readonly WeightSetting[];

export type SettingKey = (typeof weightSettings)[number]['key'];
