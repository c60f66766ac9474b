import {
  resolveIndustryDomain,
  resolveRegion,
  resolveSubDomain,
  type Channel,
  type CompletenessLevel,
} from '@throughtrain/domain';
import { foldForSearch, parseSearchTerms } from '@throughtrain/text';
import type { ListedStatus, ProjectFilter, ProjectView } from '../ports/project-search.port';

/** A range of readiness levels, both ends included. */
export interface TrlRange {
  readonly from: number;
  readonly to: number;
}

/** What a caller asks for, in words of its own. */
export interface ProjectQuery {
  /** Words, all of which are wanted; quoted ones as they stand. */
  readonly q?: string;
  /** Codes, names or phrases. */
  readonly domain?: readonly string[];
  readonly subDomain?: readonly string[];
  readonly channel?: readonly Channel[];
  readonly region?: readonly string[];
  readonly trl?: readonly TrlRange[];
  /** Ids or parts of names. */
  readonly institution?: readonly string[];
  readonly status?: readonly ListedStatus[];
  readonly level?: readonly CompletenessLevel[];
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Resolves names and phrases to codes, and reads the words.
 * @returns a filter whose lists are sorted and without repeats, so that the same question is the same filter
 * @throws DomainError invalid `domain.unknown`, `sub-domain.unknown`, `region.unknown`
 */
export function toProjectFilter(view: ProjectView, today: string, query: ProjectQuery): ProjectFilter {
  const { q = '', domain, subDomain, channel, region, trl, institution, status, level } = query;
  const externalKey = foldForSearch(q.trim()).text;
  return {
    view,
    today,
    terms: parseSearchTerms(q),
    ...(externalKey !== '' && { externalKey }),
    ...(domain && { domain: distinct(domain.flatMap((text, index) => resolveIndustryDomain(text, index + 1))) }),
    ...(subDomain && { subDomain: distinct(subDomain.flatMap(resolveSubDomain)) }),
    ...(channel && { channel: distinct(channel) }),
    ...(region && { region: distinct(region.map(resolveRegion)) }),
    ...(trl && { trl: distinct(trl.flatMap(levelsOf)) }),
    ...(institution && { institution: toInstitutions(institution) }),
    ...(status && { status: distinct(status) }),
    ...(level && { level: distinct(level) }),
  };
}

function toInstitutions(texts: readonly string[]): NonNullable<ProjectFilter['institution']> {
  const folded = texts.filter((text) => !uuid.test(text)).map((text) => foldForSearch(text).text);
  return {
    ids: distinct(texts.filter((text) => uuid.test(text)).map((id) => id.toLowerCase())),
    names: distinct(folded),
  };
}

const levelsOf = ({ from, to }: TrlRange): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);

const distinct = <Value extends string | number>(values: readonly Value[]): Value[] =>
  [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
