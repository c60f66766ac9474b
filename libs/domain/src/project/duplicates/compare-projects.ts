import type { ProjectTraits } from './project-traits';
import type { WeighedFigure } from './weighed-figures';

/** How sure it is that two records tell of one project: joined, suggested to a person, or nothing. */
export const duplicateClasses = ['certain', 'likely', 'none'] as const;
export type DuplicateClass = (typeof duplicateClasses)[number];

/** What makes a pair certain. Numbers and declared groups join wherever they are read; words join by a decision that is recorded. */
export type CertainBy = 'number' | 'declared-group' | 'words';

/** What two records share. All of it stands in both, so that who may see one of them may see it. */
export interface DuplicateEvidence {
  readonly class: DuplicateClass;
  readonly certainBy?: CertainBy;
  /** In [0, 1] with two decimals; 1 for what numbers or a declared group make certain. */
  readonly score: number;
  readonly patents: readonly string[];
  readonly registration?: string;
  readonly programmes: readonly string[];
  readonly declaredGroup: boolean;
  /** `unknown` also where two languages name it. */
  readonly institution: 'same' | 'different' | 'unknown';
  /** Dice coefficient of the folded titles, two decimals. */
  readonly title: number;
  /** Shared figures as the first record writes them, the rarest first. */
  readonly figures: readonly string[];
  /** Share of the shorter summary's shingles that the other has, two decimals. */
  readonly summary: number;
  readonly keywords: readonly string[];
  /** Formulas, types and abbreviations that both name. */
  readonly names: readonly string[];
}

/** To be raised with every change of the rule, of the keys or of what they read: the next search then compares the whole library anew. */
export const duplicateRuleVersion = 3;

/** Parts of the score, and the least score that is suggested; the worked examples of the tests hold them. */
const rule = {
  /** Weight of equal institutions; where one of them is not known, half as much is not known either. */
  institution: { same: 0.25, unknown: 0.1, different: 0 },
  title: 0.3,
  figures: 0.45,
  /** Weight of shared figures at which they say 63% of what they can. */
  figuresScale: 2,
  /** Share of the poorer record's figures below which chance explains them. */
  figuresShare: 0.3,
  summary: 0.25,
  /** Share of shingles that only a copied text has; results of one series, told by one form, share less. */
  copiedSummary: 0.6,
  keyword: 0.05,
  mostKeywords: 2,
  /** Of a shared programme number, where figures are shared as well: one programme has many results. */
  programme: 0.1,
  name: 0.05,
  mostNames: 2,
  /** Taken off where both tell figures and share few, down to none: two results of one series. */
  otherFigures: 0.3,
  toldFigures: 2,
  /** Taken off where both have patents and share none. */
  otherPatents: 0.1,
  likely: 0.5,
} as const;

/** What certainty by words takes: the title alike but for an addition, all figures of the poorer record in the other. */
const certainWords = { title: 0.8, figures: 3, figuresWithProgramme: 1 } as const;

/**
 * Weighs whether two records tell of one project, by a fixed rule that reads these two records only: the library around them does not matter.
 * Certain are a shared patent or registration number and a declared group; or the same institution, a title that holds the other, and all
 * figures of one record in the other, enough of them, with no number that speaks against it. A shared programme number needs fewer figures
 * for it: one programme has many results.
 * @returns what they share; `none` where that is too little to be told
 */
export function compareProjects(a: ProjectTraits, b: ProjectTraits): DuplicateEvidence {
  const shared = sharedBy(a, b);
  const { patents, registration, programmes, declaredGroup, institution, keywords, names } = shared;
  const certainBy = certaintyOf(shared);
  const score = certainBy === undefined || certainBy === 'words' ? scoreOf(shared) : 1;
  const isLikely = score >= rule.likely && !shared.hasOtherRegistration;
  return {
    class: certainBy !== undefined ? 'certain' : isLikely ? 'likely' : 'none',
    ...(certainBy !== undefined && { certainBy }),
    score: twoDecimals(score),
    patents,
    ...(registration !== undefined && { registration }),
    programmes,
    declaredGroup,
    institution,
    title: twoDecimals(shared.title.dice),
    figures: shared.figures.written,
    summary: twoDecimals(shared.summary),
    keywords,
    names,
  };
}

type Shared = ReturnType<typeof sharedBy>;

function sharedBy(a: ProjectTraits, b: ProjectTraits) {
  const patents = a.patents.filter((number) => b.patents.includes(number));
  const registration = a.registration === b.registration ? a.registration : undefined;
  return {
    patents,
    registration,
    programmes: a.programmes.filter((number) => b.programmes.includes(number)),
    declaredGroup: a.declaredGroup !== undefined && a.declaredGroup === b.declaredGroup,
    institution: compareInstitutions(a, b),
    title: overlap(a.titleUnits, b.titleUnits),
    figures: sharedFigures(a.figures, b.figures),
    summary: contained(a.shingles, b.shingles),
    keywords: [...a.keywords].filter((word) => b.keywords.has(word)),
    names: [...a.names].filter((name) => b.names.has(name)),
    isOneLanguage: a.language === b.language,
    hasOtherPatents: a.patents.length > 0 && b.patents.length > 0 && patents.length === 0,
    hasOtherRegistration: a.registration !== undefined && b.registration !== undefined && registration === undefined,
  };
}

function scoreOf({
  institution,
  title,
  figures,
  summary,
  keywords,
  names,
  programmes,
  hasOtherPatents,
}: Shared): number {
  const figuresSay = 1 - Math.exp(-figures.weight / rule.figuresScale);
  const beyondChance = Math.min(1, figures.share / rule.figuresShare);
  const score =
    rule.institution[institution] +
    rule.title * title.dice +
    rule.figures * figuresSay * beyondChance +
    rule.summary * Math.min(1, summary / rule.copiedSummary) +
    rule.keyword * Math.min(rule.mostKeywords, keywords.length) +
    rule.name * Math.min(rule.mostNames, names.length) +
    (programmes.length > 0 && figures.weight > 0 ? rule.programme : 0) -
    (figures.poorer >= rule.toldFigures ? rule.otherFigures * (1 - beyondChance) : 0) -
    (hasOtherPatents ? rule.otherPatents : 0);
  return Math.min(1, Math.max(0, score));
}

function certaintyOf(shared: Shared): CertainBy | undefined {
  const { patents, registration, declaredGroup, institution, title, figures, programmes } = shared;
  if (patents.length > 0 || registration !== undefined) return 'number';
  if (declaredGroup) return 'declared-group';
  if (institution !== 'same' || !shared.isOneLanguage || shared.hasOtherPatents || shared.hasOtherRegistration)
    return undefined;
  const enough = programmes.length > 0 ? certainWords.figuresWithProgramme : certainWords.figures;
  const isSame = title.holds && title.dice >= certainWords.title && figures.share === 1 && figures.weight >= enough;
  return isSame ? 'words' : undefined;
}

function compareInstitutions(a: ProjectTraits, b: ProjectTraits): DuplicateEvidence['institution'] {
  if (a.institutionId !== undefined && a.institutionId === b.institutionId) return 'same';
  if (a.institution === undefined || b.institution === undefined) return 'unknown';
  if (a.institution === b.institution) return 'same';
  // A department and its house, or one name in two languages, may be one organisation and may be two.
  const isPart = a.institution.startsWith(b.institution) || b.institution.startsWith(a.institution);
  const isHan = (name: string): boolean => /\p{Script=Han}/u.test(name);
  return isPart || isHan(a.institution) !== isHan(b.institution) ? 'unknown' : 'different';
}

/** @returns the Dice coefficient of two sets, and whether the smaller lies within the other */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): { readonly dice: number; readonly holds: boolean } {
  let shared = 0;
  for (const unit of a) if (b.has(unit)) shared += 1;
  const both = a.size + b.size;
  return { dice: both === 0 ? 0 : (2 * shared) / both, holds: shared > 0 && shared === Math.min(a.size, b.size) };
}

interface SharedFigures {
  readonly written: readonly string[];
  readonly weight: number;
  /** Weight of all figures of the record that tells fewer. */
  readonly poorer: number;
  /** Shared weight of {@link poorer}, in [0, 1]. */
  readonly share: number;
}

function sharedFigures(a: readonly WeighedFigure[], b: readonly WeighedFigure[]): SharedFigures {
  const others = new Map(b.map(({ key, weight }) => [key, weight]));
  // An hour and 60 minutes are one figure, of which the rounder tells less.
  const shared = a.flatMap((figure) => {
    const weight = others.get(figure.key);
    return weight === undefined ? [] : [{ ...figure, weight: Math.min(figure.weight, weight) }];
  });
  const weight = weightOf(shared);
  const poorer = Math.min(weightOf(a), weightOf(b));
  return {
    written: shared.toSorted((one, other) => other.weight - one.weight).map(({ written }) => written),
    weight,
    poorer,
    share: poorer === 0 ? 0 : Math.min(1, weight / poorer),
  };
}

const weightOf = (figures: readonly WeighedFigure[]): number => figures.reduce((sum, { weight }) => sum + weight, 0);

/** @returns the share of the smaller of two ascending sets that the other has; 0 when one is empty */
function contained(a: Uint32Array, b: Uint32Array): number {
  let [shared, i, j] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [one = 0, other = 0] = [a[i], b[j]];
    if (one === other) shared += 1;
    if (one <= other) i += 1;
    if (other <= one) j += 1;
  }
  return shared / Math.max(1, Math.min(a.length, b.length));
}

const twoDecimals = (value: number): number => Math.round(value * 100) / 100;
