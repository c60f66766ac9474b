/** Marks that a reader does not see: soft hyphens, zero-width spaces and joiners, byte order marks. */
const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/**
 * Folds the ways of writing one text: full-width forms, sub- and superscripts (CO₂ to co2), compatibility ligatures, letter case
 * and white space.
 */
export function normaliseText(text: string): string {
  // Twice: a lower-case letter can compose with an accent that its capital does not compose with.
  const folded = text.replace(invisible, '').normalize('NFKC').toLowerCase().normalize('NFKC');
  return folded.replace(/\s+/g, ' ').trim();
}
