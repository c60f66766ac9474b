/** 批准登记号: three digits of the place, the year, Y, a serial number. Source: notes on filling in the form of 科技成果登记. */
const registration = /^\d{7}Y\d{4}$/;

/** Numbers of programmes by their pattern: 国家重点研发计划, 863计划, 973计划, 国家自然科学基金, 科技支撑计划. */
const programmePatterns: readonly RegExp[] = [
  /^20\d{2}YF[A-G]\d{7}$/,
  /^20\d{2}AA\d{6}$/,
  /^20\d{2}CB\d{6}$/,
  /^[A-Z]?\d{7,11}$/,
  /^20\d{2}BA[A-Z]\d{2}[AB]\d{2}$/,
];

/** @returns the registration number in one spelling, undefined for what is not of its pattern */
export function registrationNumber(written: string | undefined): string | undefined {
  const number = inOneSpelling(written ?? '');
  return registration.test(number) ? number : undefined;
}

/** @returns the numbers of programmes in one spelling, each once; what fits no known pattern is left out */
export function programmeNumbers(written: readonly string[]): readonly string[] {
  const numbers = written.map(inOneSpelling).filter((number) => programmePatterns.some((one) => one.test(number)));
  return [...new Set(numbers)];
}

function inOneSpelling(written: string): string {
  return written
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
}
