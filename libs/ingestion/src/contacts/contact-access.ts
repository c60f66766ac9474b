import type { Role } from '@throughtrain/domain';
import type { ContactStanding, ContactSubject } from '../ports/contact-store.port';

/** Who keeps contacts of a kind, by role. */
const keepers: Readonly<Record<ContactSubject['kind'], readonly Role[]>> = {
  project: ['agency', 'owner'],
  enterprise: ['host'],
};

/**
 * What of a contact somebody may see. Whoever submitted the record sees it whole. A host sees that of a project on one of its frozen lists,
 * whole once an enterprise wants to meet or the project is a published pick. Enterprises see none: no owner has agreed to one of them yet.
 * @returns undefined for nothing, not even that there is one
 */
export function contactAccess(
  roles: readonly Role[],
  kind: ContactSubject['kind'],
  { isKeeper, isListed, isAgreed }: ContactStanding,
): 'whole' | 'masked' | undefined {
  if (isKeeper && keepers[kind].some((role) => roles.includes(role))) return 'whole';
  if (!isListed || !roles.includes('host')) return undefined;
  return isAgreed ? 'whole' : 'masked';
}
