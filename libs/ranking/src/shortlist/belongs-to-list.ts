import { belongsToDomain } from '@throughtrain/domain';
import type { Candidate } from '../candidate';

/** Whether a project names a code of the domain: the same or below it. */
export function namesDomain(seiCodes: readonly string[], domain: string): boolean {
  return seiCodes.some((code) => belongsToDomain(code, domain));
}

/**
 * Whether a project may stand on the list of a domain. One without any code may stand on each; so may one that names only what lies above the
 * domain (5 for 5.2): it did not say where below it belongs. One that names a sister of the domain (5.1) said so. One whose sub-domains lie
 * partly within the domain may stand on it as well.
 */
export function belongsToList(
  { seiCodes, partlySeiCodes = [] }: Pick<Candidate, 'seiCodes' | 'partlySeiCodes'>,
  domain: string,
): boolean {
  if (namesDomain(seiCodes, domain) || namesDomain(partlySeiCodes, domain)) return true;
  if (seiCodes.length === 0) return partlySeiCodes.length === 0;
  return seiCodes.some(
    (code) =>
      belongsToDomain(domain, code) && !seiCodes.some((other) => other !== code && belongsToDomain(other, code)),
  );
}
