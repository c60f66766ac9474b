/** Hints such as （必填） and （万元）; innermost brackets. */
const bracketed = /[([{【〔<][^()[\]{}【】〔〕<>]*[)\]}】〕>]/g;
const numbering = /^(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[.、)](?=\s*\S)/;

/** @returns a header as it is compared: compatibility forms made one, without hints in brackets, numbering, blanks, signs and case */
export function foldHeader(header: string): string {
  const plain = header.normalize('NFKC').trim();
  const bare = plain.replace(bracketed, '').replace(numbering, '');
  return lettersOf(bare) || lettersOf(plain);
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** @returns a header as confirmed mappings know it: nothing but the ways to type the same is folded */
export const headerKey = (header: string): string => header.normalize('NFKC').trim();

/** Spellings of 密级. A header that holds one is always read as a declaration, and never left out or taken for something else. */
const secrecyWords = /密级|涉密|保密级别|保密等级|secrecy|classification ?level/;

/** @returns whether a column declares secrecy */
export function declaresSecrecy(header: string): boolean {
  const plain = header
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]+/gu, '')
    .toLowerCase();
  return secrecyWords.test(plain) || secrecyWords.test(foldHeader(header));
}
