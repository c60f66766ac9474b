import { foldOrganisationName } from './organisation';

/** What tells of a legal person to which group of companies it belongs. */
export interface Affiliation {
  readonly creditCode?: string | undefined;
  /** Name of the group. */
  readonly group?: string | undefined;
  /** Credit code of the company at the head of the group. */
  readonly groupCreditCode?: string | undefined;
}

/**
 * Two legal persons are affiliated when they share a key: one group code, one group name however it is written, or the code of the one is
 * the group code of the other; so is one with itself.
 * @returns at most three keys, none when nothing is known
 */
export function affiliationKeys({ creditCode, group, groupCreditCode }: Affiliation): readonly string[] {
  return [
    ...(creditCode === undefined ? [] : [`code:${creditCode}`]),
    ...(groupCreditCode === undefined || groupCreditCode === creditCode ? [] : [`code:${groupCreditCode}`]),
    ...(group === undefined ? [] : [`name:${foldOrganisationName(group)}`]),
  ];
}
