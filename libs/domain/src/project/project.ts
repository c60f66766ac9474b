import { lacksAuthority, type Owned, type Submitter } from './authority';
import type { Channel, Cooperation, Ownership, Stage } from './value-lists';

export type Language = 'zh' | 'en' | 'other';

/** What one revision of a project says. Unknown stays absent; nothing is guessed here. */
export interface ProjectContent {
  readonly title: string;
  readonly summary: string;
  readonly keywords: readonly string[];
  readonly language?: Language;
  readonly seiCodes: readonly string[];
  readonly hteCodes: readonly string[];
  readonly stage?: Stage;
  /** Technology readiness level 1-13 (scheme of 青岛 2025, levels 1-9 as usual). */
  readonly trl?: number;
  readonly institutionId?: string;
  readonly patents: readonly string[];
  /** 批准登记号 of the registration of results, as written. */
  readonly registrationNumber?: string;
  /** Group declared by the submitter for the same project in several channels. */
  readonly duplicateGroup?: string;
  readonly programme?: string;
  readonly cooperation: readonly Cooperation[];
  readonly priceWan?: { readonly min: number; readonly max: number };
  readonly ownership?: Ownership;
  readonly consentToPush: boolean;
  /** Opaque reference to a contact kept elsewhere; never personal data. */
  readonly contactRef?: string;
  /** Day (YYYY-MM-DD) on which the owner last confirmed the record. */
  readonly confirmedOn?: string;
  /** Last day (YYYY-MM-DD) on which the record holds. */
  readonly validUntil?: string;
}

/** `sealed`: it was declared not public after it had entered; its words are shown to nobody, and no import opens it again. */
export const projectStatuses = ['active', 'withdrawn', 'sealed'] as const;
export type ProjectStatus = (typeof projectStatuses)[number];

/** One state of a project in the library. */
export interface Project extends ProjectContent {
  readonly id: string;
  readonly revision: number;
  readonly channel: Channel;
  readonly externalId: string;
  readonly status: ProjectStatus;
  /** Name, region and group of the first completing institution, where it is known. */
  readonly institution?: { readonly name: string; readonly regionCode?: string; readonly group?: string };
}

/** What lists and pages say of a project: the words of one revision, and what has become of it since. */
export interface ProjectDigest {
  /** Of the latest revision. */
  readonly status: ProjectStatus;
  readonly title: string;
  readonly summary: string;
  /** Name of the first completing institution. */
  readonly institution?: string;
  /** HTE level 3. */
  readonly subDomain?: string;
  readonly stage?: Stage;
  readonly trl?: number;
  readonly programme?: string;
  /** How many it names by a number. */
  readonly patents: number;
  readonly cooperation: readonly Cooperation[];
}

/** Characters of title and summary that stand in for a domain code ("enough text"). */
const enoughTextChars = 60;

/**
 * Second level of completeness: fit to be matched.
 * @returns what is missing, empty when the project is matchable
 */
export function missingForMatching(project: ProjectContent): readonly ('language' | 'domain-or-text' | 'stage')[] {
  const missing: ('language' | 'domain-or-text' | 'stage')[] = [];
  if (project.language === undefined) missing.push('language');
  const hasText = project.title.length + project.summary.length >= enoughTextChars;
  if (project.seiCodes.length === 0 && project.hteCodes.length === 0 && !hasText) missing.push('domain-or-text');
  if (project.stage === undefined && project.trl === undefined) missing.push('stage');
  return missing;
}

type LackForPush = 'consent' | 'contact' | 'ownership' | 'authority';

/**
 * Third level of completeness: fit to be pushed to enterprises.
 * @param submitter where it is known, it is asked as well by what right it submits the project
 * @returns what is missing, empty when the project may be pushed
 */
export function missingForPush(project: ProjectContent & Owned, submitter?: Submitter): readonly LackForPush[] {
  const missing: LackForPush[] = [];
  if (!project.consentToPush) missing.push('consent');
  if (project.contactRef === undefined) missing.push('contact');
  if (project.ownership === undefined) missing.push('ownership');
  if (submitter !== undefined && lacksAuthority(project, submitter)) missing.push('authority');
  return missing;
}
