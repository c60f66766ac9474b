/** What stands between the parts of one number and says nothing: white space, dots and dashes of any kind. */
const separators = /[\s.．·。_\-\u2010-\u2015\u2212]/gu;
/** A day (2023-01-15) has as many digits as a number, and two projects may well share it. */
const days = /(?<!\d)(?:19|20)\d{2}[-./](?:0?[1-9]|1[0-2])[-./](?:[12]\d|3[01]|0?[1-9])(?!\d)/g;
/** An international application: PCT/CN2019/080001. */
const internationalParts = /(?<=\d{4})\/(?=\d{5,6}(?!\d))/g;
const number = /(?<country>(?<![A-Z])[A-Z]{2})?(?<digits>\d{7,})(?<check>[A-Z]\d?)?/g;
/** A Chinese application since 2003: year, kind and serial number, whose check digit or letter is often left out. */
const chineseApplication = /^((?:19|20)\d{2}[1-9]\d{7})[\dA-Z]?$/;

/**
 * Numbers that name a patent or an application in a text: at least seven digits, with the letters of the country before them and a check
 * digit or kind after them where it tells them. A count ("发明专利3件") or a year names none.
 * @returns each number once, in one spelling whatever the spaces, dots, dashes, width and case: without ZL and CN, and without the check
 * digit of a Chinese application; "专利号：ZL 2019 1 0000001.X" and "cn201910000001" both give "201910000001"
 */
export function patentNumbers(patent: string): readonly string[] {
  const written = patent.normalize('NFKC').toUpperCase();
  const joined = written.replace(days, '；').replace(internationalParts, '').replace(separators, '');
  const numbers = [...joined.matchAll(number)].map(({ groups }) => {
    const { country = '', digits = '', check = '' } = groups ?? {};
    if (country !== '' && country !== 'ZL' && country !== 'CN') return `${country}${digits}${check}`;
    return chineseApplication.exec(`${digits}${check}`)?.[1] ?? `${digits}${check}`;
  });
  return [...new Set(numbers)];
}
