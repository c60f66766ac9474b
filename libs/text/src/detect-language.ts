/** Share of Han characters among letters from which a text counts as Chinese. */
const hanShare = 0.2;

/** @returns the language by script: Chinese, English (Latin letters only), else other; undefined for a text without letters */
export function detectLanguage(text: string): 'zh' | 'en' | 'other' | undefined {
  let han = 0;
  let latin = 0;
  let letters = 0;
  for (const [character] of text.matchAll(/\p{L}/gu)) {
    letters += 1;
    if (/\p{Script=Han}/u.test(character)) han += 1;
    else if (/\p{Script=Latin}/u.test(character)) latin += 1;
  }
  if (letters === 0) return undefined;
  if (han / letters >= hanShare) return 'zh';
  return latin / letters > 0.8 ? 'en' : 'other';
}
