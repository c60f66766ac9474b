import type { OrganisationKind } from './organisation';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const length = 18;

/** Folds the ways people type a credit code: full-width forms, spaces, lower case. */
export function normaliseCreditCode(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
}

/**
 * Checks a normalised unified social credit code.
 * @see GB 32100-2015: check = (31 - Σ Cᵢ · 3^(i-1) mod 31) mod 31 over the first 17 characters
 */
export function isCreditCode(code: string): boolean {
  if (code.length !== length) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, length - 1)) {
    const value = alphabet.indexOf(character);
    if (value < 0) return false;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return code[length - 1] === alphabet[(31 - (sum % 31)) % 31];
}

/** Offices that give codes and what they register, by the first two characters. From general knowledge: a hint, never a rule. */
const registers: Readonly<Record<string, OrganisationKind | 'other'>> = {
  '11': 'other', // 机构编制—机关
  '12': 'institution', // 机构编制—事业单位
  '51': 'institution', // 民政—社会团体
  '52': 'institution', // 民政—民办非企业单位
  '53': 'other', // 民政—基金会
  '91': 'enterprise', // 工商—企业
  '92': 'enterprise', // 工商—个体工商户
  '93': 'enterprise', // 工商—农民专业合作社
};

/** @returns what a code that passes its check suggests of its holder; `other` for offices and foundations, undefined when nothing is known */
export function kindSuggestedBy(code: string): OrganisationKind | 'other' | undefined {
  return registers[code.slice(0, 2)];
}

const organisationCodeWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/**
 * @returns whether positions 9 to 17 pass the check of the older code that stands there. Some valid codes do not: worth a warning, not a refusal
 * @see GB 11714: check = 11 - Σ Cᵢ · Wᵢ mod 11, 10 as X and 11 as 0; letters count from 10
 */
export function hasOrganisationCodeCheck(code: string): boolean {
  const sum = organisationCodeWeights.reduce(
    (total, weight, at) => total + Number.parseInt(code[8 + at] ?? '', 36) * weight,
    0,
  );
  return code[16] === '0123456789X0'[11 - (sum % 11)];
}

/** What is odd about a code that passes its check. */
export type CreditCodeRemark = 'organisation-code-check' | 'unusual-for-kind';

const ofCompanies: ReadonlySet<OrganisationKind> = new Set(['enterprise', 'listed-company']);

/** @returns what somebody may want to look at, mostly nothing; parks, investors, hosts and agencies have codes of any office */
export function creditCodeRemarks(code: string, kind: OrganisationKind): readonly CreditCodeRemark[] {
  const suggested = kindSuggestedBy(code);
  const isUnusual = ofCompanies.has(kind) && suggested !== undefined && suggested !== 'enterprise';
  return [
    ...(hasOrganisationCodeCheck(code) ? [] : (['organisation-code-check'] as const)),
    ...(isUnusual ? (['unusual-for-kind'] as const) : []),
  ];
}
