import type {
  Channel,
  CompletenessLevel,
  Cooperation,
  ProjectDigest,
  ProjectStatus,
  Scope,
} from '@throughtrain/domain';
import type { SearchTerm } from '@throughtrain/text';
import type { StoredProject } from './record-stores.port';

/** `own`: what the caller's organisation has submitted; `library`: what may be matched today, whoever submitted it. */
export type ProjectView = 'own' | 'library';

/** Orders of a list; each ends with the id, so that it is total. `relevance`: terms in the title, then among the keywords, then elsewhere. */
export const projectOrders = ['relevance', 'newest', 'title'] as const;
export type ProjectOrder = (typeof projectOrders)[number];

/** Status as lists tell it: `expired` is active with its last day past. */
export const listedStatuses = ['active', 'expired', 'withdrawn', 'sealed'] as const satisfies readonly (
  ProjectStatus | 'expired'
)[];
export type ListedStatus = (typeof listedStatuses)[number];

/** What lists filter by, and count. */
export const projectFacets = [
  'domain',
  'subDomain',
  'channel',
  'region',
  'trl',
  'institution',
  'status',
  'level',
] as const;
export type ProjectFacet = (typeof projectFacets)[number];

/** Which projects are asked for: all terms, or what the caller has submitted under this identifier, and of each filter that is given one of its values. Codes are known ones. */
export interface ProjectFilter {
  readonly view: ProjectView;
  /** The day, in China, by which records expire. */
  readonly today: string;
  readonly terms: readonly SearchTerm[];
  /** Folded; a whole identifier or, from three characters on, the beginning of one. */
  readonly externalKey?: string;
  /** SEI 2018 of level 1 or 2. */
  readonly domain?: readonly string[];
  /** HTE 2016, level 3. */
  readonly subDomain?: readonly string[];
  readonly channel?: readonly Channel[];
  /** GB/T 2260. */
  readonly region?: readonly string[];
  readonly trl?: readonly number[];
  /** Ids of institutions, or folded parts of their names. */
  readonly institution?: { readonly ids: readonly string[]; readonly names: readonly string[] };
  readonly status?: readonly ListedStatus[];
  readonly level?: readonly CompletenessLevel[];
}

/** Where a project stands in an ordered list: what it is ordered by, as text, its id last. */
export type ListPlace = readonly string[];

/** A part of an ordered list. */
export interface ListPart {
  readonly order: ProjectOrder;
  /** A place that {@link ListPlace} of this order has given. */
  readonly after?: ListPlace;
  readonly limit: number;
}

export interface Placed<Item> {
  readonly place: ListPlace;
  readonly item: Item;
}

/** A project of the library as everybody who may search it sees it. */
export interface ListedProject extends ProjectDigest {
  readonly id: string;
  readonly channel: Channel;
  readonly keywords: readonly string[];
  readonly seiCodes: readonly string[];
  readonly hteCodes: readonly string[];
  readonly cooperation: readonly Cooperation[];
  readonly regionCode?: string;
  readonly priceWan?: { readonly min: number; readonly max: number };
  /** Whether the caller's organisation has submitted it; who else has is not told. */
  readonly isOwn: boolean;
}

export interface FacetValue {
  readonly value: string;
  readonly projects: number;
  /** Name of an institution; the names of codes are known. */
  readonly name?: string;
}

export interface ProjectCounts {
  /** Projects that meet all filters. */
  readonly total: number;
  /** For each facet its most frequent values, under all filters but its own. */
  readonly facets: Readonly<Record<ProjectFacet, readonly FacetValue[]>>;
}

/** Lists over the latest revisions. */
export abstract class ProjectSearch {
  abstract own(scope: Scope, filter: ProjectFilter, part: ListPart): Promise<readonly Placed<StoredProject>[]>;
  abstract library(scope: Scope, filter: ProjectFilter, part: ListPart): Promise<readonly Placed<ListedProject>[]>;
  abstract count(scope: Scope, filter: ProjectFilter): Promise<ProjectCounts>;
}
