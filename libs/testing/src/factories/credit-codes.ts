const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const prefix = '9151010000';

/**
 * A unified social credit code that passes the check of GB 32100-2015; the same number gives the same code.
 * @param number 0 to 9,999,999
 */
export function creditCodeOf(number: number): string {
  const body = `${prefix}${String(number).padStart(7, '0')}`;
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return `${body}${alphabet[(31 - (sum % 31)) % 31] ?? ''}`;
}
