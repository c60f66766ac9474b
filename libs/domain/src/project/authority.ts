import { organisationIdentity, type Organisation, type OrganisationKind } from '../organisation/organisation';

/** Who submits a record, as far as it decides on whose behalf. */
export type Submitter = Pick<Organisation, 'kind' | 'name' | 'creditCode'>;

/** Hold no results of their own, as a rule: what they submit is somebody else's. All other kinds, and their researchers, speak for themselves. */
const intermediaries: ReadonlySet<OrganisationKind> = new Set(['agency', 'host', 'operator']);

/** What a record says about whose it is, and by what right it is submitted. */
export interface Owned {
  readonly institution?: { readonly name: string; readonly creditCode?: string | undefined } | undefined;
  readonly authority?: object | undefined;
}

/** @returns whether an intermediary submits what is not its own without saying by what right; an institution that is not named is not its own */
export function lacksAuthority({ institution, authority }: Owned, submitter: Submitter): boolean {
  if (authority !== undefined || !intermediaries.has(submitter.kind)) return false;
  return institution === undefined || !isSame(institution, submitter);
}

/** Either the credit codes agree, or one of the two is known by name only. */
function isSame(institution: NonNullable<Owned['institution']>, submitter: Submitter): boolean {
  const [ours, theirs] = [submitter.creditCode, institution.creditCode];
  if (ours !== undefined && theirs !== undefined) return ours === theirs;
  return organisationIdentity(undefined, institution.name) === organisationIdentity(undefined, submitter.name);
}
