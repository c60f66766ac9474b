import type { DemandRecord, EnterpriseRecord } from '@throughtrain/contracts';
import {
  belongsToDomain,
  enclosingRegions,
  resolveIndustryDomain,
  resolveRegion,
  resolveSubDomain,
  type OrganisationKind,
  type Scope,
} from '@throughtrain/domain';
import { findTerm, foldForSearch, parseSearchTerms } from '@throughtrain/text';
import { Injectable } from '@nestjs/common';
import { DemandStore, EnterpriseStore, type StoredDemand, type StoredEnterprise } from '../ports/record-stores.port';

/** A part of a list by external id. */
export interface HostPage {
  /** External id of the last row before. */
  readonly cursor?: string;
  readonly limit: number;
}

export interface DemandQuery {
  readonly q?: string;
  /** Codes, names or phrases. */
  readonly domain?: readonly string[];
  readonly subDomain?: readonly string[];
  /** External ids. */
  readonly enterprise?: readonly string[];
}

export interface EnterpriseQuery {
  readonly q?: string;
  readonly region?: readonly string[];
  /** Codes of GB/T 4754; a letter stands for all below it. */
  readonly industry?: readonly string[];
  readonly kind?: readonly OrganisationKind[];
  /** Whether its shares are traded, on whatever board. */
  readonly listed?: boolean;
}

/** Rows that are read at once; the lists of a host are short enough to be read through. */
const rowsPerRead = 500;

/** Lists of what a host has brought in, by words and filters; all that are given must hold, one value of each. */
@Injectable()
export class SearchHostLists {
  constructor(
    private readonly demandStore: DemandStore,
    private readonly enterpriseStore: EnterpriseStore,
  ) {}

  /**
   * Words are looked for in title, description, keywords and indicators.
   * @returns demands by external id, at most `limit`
   * @throws DomainError invalid `domain.unknown`, `sub-domain.unknown`
   */
  demands(scope: Scope, query: DemandQuery, page: HostPage): Promise<readonly StoredDemand[]> {
    const domains = query.domain?.flatMap((text, index) => resolveIndustryDomain(text, index + 1));
    const subDomains = query.subDomain?.flatMap(resolveSubDomain);
    const holdsWords = wordTest(query.q);
    const isWanted = ({ record }: StoredDemand): boolean =>
      (domains?.some((domain) => record.seiCodes.some((code) => belongsToDomain(code, domain))) ?? true) &&
      (subDomains?.some((code) => record.hteCodes.includes(code)) ?? true) &&
      (query.enterprise?.includes(record.enterpriseExternalId) ?? true) &&
      holdsWords(demandTexts(record));
    return takeWanted((after, limit) => this.demandStore.list(scope, after, limit), isWanted, page);
  }

  /**
   * Words are looked for in name and main products.
   * @returns enterprises by external id, at most `limit`
   * @throws DomainError invalid `region.unknown`
   */
  enterprises(scope: Scope, query: EnterpriseQuery, page: HostPage): Promise<readonly StoredEnterprise[]> {
    const regions = query.region?.map(resolveRegion);
    const industries = query.industry?.map((code) => code.normalize('NFKC').toUpperCase());
    const holdsWords = wordTest(query.q);
    const isWanted = ({ record }: StoredEnterprise): boolean =>
      (regions?.some((region) => enclosingRegions(record.regionCode).includes(region)) ?? true) &&
      (industries?.some((code) => record.industryCode?.startsWith(code) ?? false) ?? true) &&
      (query.kind?.includes(record.kind) ?? true) &&
      holdsWords(enterpriseTexts(record));
    const filter = query.listed === undefined ? {} : { listed: query.listed };
    return takeWanted((after, limit) => this.enterpriseStore.list(scope, after, limit, filter), isWanted, page);
  }
}

const demandTexts = ({ title, description, keywords, indicators }: DemandRecord): readonly string[] => [
  title,
  description,
  ...keywords,
  ...indicators,
];

const enterpriseTexts = ({ name, mainProducts }: EnterpriseRecord): readonly string[] => [name, mainProducts];

/** @returns whether some texts hold all words of a query, each in one of them */
function wordTest(q = ''): (texts: readonly string[]) => boolean {
  const terms = parseSearchTerms(q);
  return (texts) => {
    if (terms.length === 0) return true;
    const folded = texts.map((text) => foldForSearch(text).text);
    return terms.every((term) => folded.some((text) => findTerm(text, term).length > 0));
  };
}

/** Reads on until the page is full or the list ends. */
async function takeWanted<Row extends { readonly record: { readonly externalId: string } }>(
  read: (after: string | undefined, limit: number) => Promise<readonly Row[]>,
  isWanted: (row: Row) => boolean,
  { cursor, limit }: HostPage,
): Promise<readonly Row[]> {
  const taken: Row[] = [];
  const size = Math.max(limit, rowsPerRead);
  for (let after = cursor; taken.length < limit;) {
    const rows = await read(after, size);
    taken.push(...rows.filter(isWanted));
    if (rows.length < size) break;
    after = rows.at(-1)?.record.externalId;
  }
  return taken.slice(0, limit);
}
