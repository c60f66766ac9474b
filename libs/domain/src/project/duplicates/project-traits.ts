import { patentNumbers } from '../patent-numbers';
import { figuresIn, type WeighedFigure } from './weighed-figures';
import { foldTitle, namesIn, shinglesOf, titleUnits } from './folded-text';
import { programmeNumbers, registrationNumber } from './identity-numbers';

/** What is read of a project to find it told a second time. */
export interface ToldProject {
  readonly title: string;
  readonly summary: string;
  readonly keywords: readonly string[];
  readonly indicators?: readonly string[] | undefined;
  readonly language?: string | undefined;
  /** Resolved identity of the first completing institution. */
  readonly institutionId?: string | undefined;
  readonly institution?: { readonly name: string } | undefined;
  readonly patents: readonly string[];
  readonly registrationNumber?: string | undefined;
  readonly programmeNumbers?: readonly string[] | undefined;
  readonly duplicateGroup?: string | undefined;
}

/** A project as pairs are compared by it. */
export interface ProjectTraits {
  readonly patents: readonly string[];
  readonly registration: string | undefined;
  readonly programmes: readonly string[];
  readonly declaredGroup: string | undefined;
  readonly institutionId: string | undefined;
  /** Folded name; undefined when the project names none. */
  readonly institution: string | undefined;
  readonly language: string;
  readonly foldedTitle: string;
  readonly titleUnits: ReadonlySet<string>;
  readonly figures: readonly WeighedFigure[];
  readonly keywords: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly shingles: Uint32Array;
}

/** @returns the project as it is compared; depends on what the record says only */
export function traitsOf(project: ToldProject): ProjectTraits {
  const { title, summary, indicators = [] } = project;
  const text = [title, summary, ...indicators].join('；');
  const foldedTitle = foldTitle(title);
  return {
    patents: [...new Set(project.patents.flatMap(patentNumbers))],
    registration: registrationNumber(project.registrationNumber),
    programmes: programmeNumbers(project.programmeNumbers ?? []),
    declaredGroup: project.duplicateGroup,
    institutionId: project.institutionId,
    institution: project.institution && foldName(project.institution.name),
    language: project.language ?? '',
    foldedTitle,
    titleUnits: titleUnits(foldedTitle),
    figures: figuresIn(text),
    keywords: new Set(project.keywords.map(foldName)),
    names: namesIn(text),
    shingles: shinglesOf(summary),
  };
}

function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
