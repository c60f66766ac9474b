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
