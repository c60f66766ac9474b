export const organisationKinds = [
  'host',
  'agency',
  'institution',
  'enterprise',
  'park',
  'investor',
  'listed-company',
  'operator',
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** Who is registered. Global: one identity for all hosts. */
export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly creditCode?: string;
  readonly regionCode?: string;
  /** Name of the group of companies; equal groups are affiliated. */
  readonly group?: string;
}

/** What others are shown of an organisation. */
export type OrganisationHead = Pick<Organisation, 'id' | 'name' | 'kind'>;

const kindsOfImports: ReadonlySet<OrganisationKind> = new Set(['enterprise', 'park', 'investor', 'listed-company']);

/** @returns whether hosts bring such organisations in by their credit code: by name alone it would be another organisation, which sees nothing */
export function needsCreditCode(kind: OrganisationKind): boolean {
  return kindsOfImports.has(kind);
}

/**
 * Two names of one organisation compare equal by this key. It is stored, so its folding stays as it is.
 * @returns `uscc:` with the credit code when there is one, else `name:` with the folded name
 */
export function organisationIdentity(creditCode: string | undefined, name: string): string {
  if (creditCode !== undefined) return `uscc:${creditCode}`;
  return `name:${name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()}`;
}

/**
 * @returns a name with its ways of writing folded: width, case, spaces, marks without a shape, kinds of brackets. The form of the company
 *   (有限公司 …) stays, since it tells two companies apart
 */
export function foldOrganisationName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]+/gu, '')
    .replace(/[[{〔【〈《「『]/g, '(')
    .replace(/[\]}〕】〉》」』]/g, ')')
    .toLowerCase();
}
