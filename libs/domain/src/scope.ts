/** What a principal may do. One principal may hold several roles. */
export const roles = ['host', 'agency', 'enterprise', 'owner', 'analyst', 'operator'] as const;
export type Role = (typeof roles)[number];

/** Who asks. Every repository method that reads or writes tenant data takes one and binds its query to it. */
export interface Scope {
  readonly principalId: string;
  readonly organisationId: string;
  readonly roles: readonly Role[];
}
