/** Marks that a reader does not see: soft hyphens, zero-width spaces and joiners, byte order marks. */
const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
/** Hyphens, dashes and the minus sign, which writers take for one another: Li–ion, Li-ion. */
const dashes = /[\u2010-\u2015\u2212]/g;
/** A word in which there is nothing to fold but the case. */
const plain = /^[!-~]+$/;
/** Characters that stand for one another in the words of the field: 黏结剂, 粘结剂. */
const variants: readonly (readonly [RegExp, string])[] = [[/黏/g, '粘']];

/**
 * Folds the ways of writing one text: full-width forms, sub- and superscripts (CO₂ to co2), compatibility ligatures, dashes, variant characters,
 * letter case and white space.
 */
export function normaliseText(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  // Folded again after the case: a lower-case letter can compose with an accent that its capital does not compose with.
  return foldForms(foldForms(text).toLowerCase());
}

/** {@link normaliseText} but for the letter case, which tells abbreviations from words (CAN, can). */
export function foldForms(text: string): string {
  let folded = text.replace(invisible, '').normalize('NFKC').replace(dashes, '-');
  for (const [variant, standard] of variants) folded = folded.replace(variant, standard);
  return folded.replace(/\s+/g, ' ').trim();
}
