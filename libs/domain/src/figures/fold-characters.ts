const folded: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u3000': ' ',
  '\t': ' ',
  '\u00b5': 'μ',
  '\u2126': 'Ω',
  '\u212b': 'Å',
  º: '°',
  '˚': '°',
  '≧': '≥',
  '⩾': '≥',
  '≦': '≤',
  '⩽': '≤',
  '∼': '~',
  '〜': '~',
  '⋅': '·',
  '•': '·',
  '∙': '·',
  '＂': '″',
  '∶': ':',
};
/** Those above, spaces, dashes, and full-width forms but for the comma, which parts numbers that a comma would join. */
const foldable =
  /[\u00a0\u3000\t\u00b5\u2126\u212bº˚≧⩾≦⩽∼〜⋅•∙∶\u2000-\u200a\u202f\u2010-\u2015\u2212\ufe63\uff01-\uff0b\uff0d-\uff5e]/g;

/** Folds ways of writing character by character, so that every place stays what it is in the raw text. Superscripts and letter case stay: they tell 10⁴ and mW. */
export function foldCharacters(text: string): string {
  return text.replace(foldable, (character) => {
    const code = character.charCodeAt(0);
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
    if ((code >= 0x2010 && code <= 0x2015) || code === 0x2212 || code === 0xfe63) return '-';
    return folded[character] ?? ' ';
  });
}
