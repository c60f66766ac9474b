const digits = '零一二三四五六七八九';
const places: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };
const sections: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };

/** Source of a pattern for a number in Chinese words: 三百, 一千三百五十, 两万两千, 三点五. */
export const chineseNumberPattern = '[零〇一二两三四五六七八九十百千万亿]{1,12}(?:点[零〇一二三四五六七八九]{1,6})?';

/**
 * Reads a number written in Chinese words, such as {@link chineseNumberPattern} finds.
 * @returns its value, 100 for 百 alone; NaN for what is no number (一二三)
 */
export function parseChineseNumber(written: string): number {
  const [whole = '', fraction = ''] = written.replaceAll('〇', '零').replaceAll('两', '二').split('点');
  let [total, section, digit] = [0, 0, undefined as number | undefined];
  for (const character of whole) {
    const value = digits.indexOf(character);
    const place = places[character];
    const large = sections[character];
    if (value > 0) {
      if (digit !== undefined) return Number.NaN;
      digit = value;
    } else if (place !== undefined) {
      section += (digit ?? 1) * place;
      digit = undefined;
    } else if (large !== undefined) {
      total = (total + section + (digit ?? (section === 0 ? 1 : 0))) * large;
      [section, digit] = [0, undefined];
    }
  }
  const decimals = [...fraction].map((character) => digits.indexOf(character)).join('');
  return total + section + (digit ?? 0) + (decimals === '' ? 0 : Number(`0.${decimals}`));
}
