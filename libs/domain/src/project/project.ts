import type { Affiliation } from '../organisation/affiliation';
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
  /** Name, region and affiliation of the first completing institution, where it is known. */
  readonly institution?: { readonly name: string; readonly regionCode?: string } & Affiliation;
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

/** How complete a project is: kept in the library, fit to be matched, fit to be pushed to enterprises. */
export const completenessLevels = ['storable', 'matchable', 'pushable'] as const;
export type CompletenessLevel = (typeof completenessLevels)[number];

/** What keeps a project from being matched. */
export const matchingNeeds = ['language', 'domain-or-text', 'stage'] as const;
/** What keeps a project from being pushed. */
export const pushNeeds = ['consent', 'contact', 'ownership', 'authority'] as const;
export type Need = (typeof matchingNeeds)[number] | (typeof pushNeeds)[number];

/** The fields by which completeness is judged; a stored record and an imported one have them alike. */
type CompletenessFields = Pick<ProjectContent, 'title' | 'summary' | 'seiCodes' | 'hteCodes' | 'consentToPush'> & {
  readonly [Field in 'language' | 'stage' | 'trl' | 'contactRef' | 'ownership']?: ProjectContent[Field] | undefined;
};

export interface Completeness {
  /** The highest level that is reached. */
  readonly level: CompletenessLevel;
  /** What is lacking for the next level, empty at the highest. */
  readonly lacks: readonly Need[];
}

/**
 * @param submitter where it is known, it is asked as well by what right it submits the project
 * @returns how complete a project is, and what it lacks for the next level
 */
export function completeness(content: CompletenessFields & Owned, submitter?: Submitter): Completeness {
  const forMatching = missingForMatching(content);
  if (forMatching.length > 0) return { level: 'storable', lacks: forMatching };
  const forPush = missingForPush(content, submitter);
  return { level: forPush.length > 0 ? 'matchable' : 'pushable', lacks: forPush };
}

/** Characters of title and summary that stand in for a domain code ("enough text"). */
const enoughTextChars = 60;

/**
 * Second level of completeness: fit to be matched.
 * @returns what is missing, empty when the project is matchable
 */
export function missingForMatching(content: CompletenessFields): readonly (typeof matchingNeeds)[number][] {
  const { language, title, summary, seiCodes, hteCodes, stage, trl } = content;
  const hasDomain = seiCodes.length > 0 || hteCodes.length > 0 || title.length + summary.length >= enoughTextChars;
  const has = { language: language !== undefined, 'domain-or-text': hasDomain, stage: (stage ?? trl) !== undefined };
  return matchingNeeds.filter((need) => !has[need]);
}

/**
 * Third level of completeness: fit to be pushed to enterprises.
 * @param submitter where it is known, it is asked as well by what right it submits the project
 * @returns what is missing, empty when the project may be pushed
 */
export function missingForPush(
  content: CompletenessFields & Owned,
  submitter?: Submitter,
): readonly (typeof pushNeeds)[number][] {
  const { consentToPush, contactRef, ownership } = content;
  const has = {
    consent: consentToPush,
    contact: contactRef !== undefined,
    ownership: ownership !== undefined,
    authority: submitter === undefined || !lacksAuthority(content, submitter),
  };
  return pushNeeds.filter((need) => !has[need]);
}
