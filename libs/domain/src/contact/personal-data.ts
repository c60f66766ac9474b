import { DomainError } from '../domain-error';
import { isCreditCode } from '../organisation/credit-code';

export type PersonalData = 'identity-number' | 'phone' | 'email';

const email = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/u;
/** A mobile number, or a number with the code of its area. Not part of a longer number or of a number with letters, such as a patent's. */
const phone = /(?<![\dA-Za-z.-])(?:\+?86[ -]?)?(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8})(?![\dA-Za-z])/;
/** Eighteen characters, with spaces or hyphens between as people write them. */
const eighteen = /(?<![\dA-Za-z])\d(?:[ -]?\d){16}[ -]?[\dXx](?![\dA-Za-z])/g;

/** @returns what of a person a text tells by its pattern, undefined when nothing is found; names have none */
export function personalDataIn(text: string): PersonalData | undefined {
  const folded = text.normalize('NFKC');
  if (holdsIdentityNumber(folded)) return 'identity-number';
  if (email.test(folded)) return 'email';
  return phone.test(folded) ? 'phone' : undefined;
}

/**
 * @returns whether a text holds the number of an identity card (GB 11643): eighteen characters with a day of birth in them. A wrong check
 *   digit does not excuse it, unless the same characters are a credit code.
 */
export function holdsIdentityNumber(text: string): boolean {
  const found = text.normalize('NFKC').match(eighteen) ?? [];
  return found
    .map((number) => number.replace(/[ -]/g, '').toUpperCase())
    .some((number) => hasDayOfBirth(number) && (hasIdentityCheck(number) || !isCreditCode(number)));
}

function hasDayOfBirth(number: string): boolean {
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  return year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** @see GB 11643-1999, ISO 7064 MOD 11-2 */
function hasIdentityCheck(number: string): boolean {
  const sum = weights.reduce((total, weight, at) => total + Number(number[at]) * weight, 0);
  return '10X98765432'[sum % 11] === number[17];
}

/**
 * Reasons are kept for ever and read by others, so they tell of no person.
 * @throws DomainError invalid `reason.personal-data` when it holds a phone number, an e-mail address or the number of an identity card
 */
export function refusePersonalData(reason: string): void {
  if (personalDataIn(reason) !== undefined) throw new DomainError('invalid', 'reason.personal-data');
}
