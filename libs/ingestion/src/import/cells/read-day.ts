import { folded } from './fold';

const dayForms = [
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
] as const;
const monthForms = [/^(\d{4})[-/.](\d{1,2})$/, /^(\d{4})年(\d{1,2})月(?:底|末|份)?$/, /^(\d{4})(\d{2})$/] as const;
/** The time of day that spreadsheet programs add to a date. */
const timeOfDay = /[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?$/;

/**
 * Reads a day of the forms 2026-01-05, 2026/1/5, 2026.1.5, 2026年1月5日 and 20260105, with or without a time.
 * @returns YYYY-MM-DD, which need not exist in the calendar; undefined for other forms, such as 1/5/2026, which reads as two days
 */
export function readDay(text: string): string | undefined {
  const day = folded(text).replace(timeOfDay, '').replace(/\s+/g, '');
  for (const form of dayForms) {
    const [, year, month, date] = form.exec(day) ?? [];
    if (year && month && date) return `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  }
  return undefined;
}

/** Reads a month as {@link readDay} reads a day; a day stands for its month. @returns YYYY-MM, undefined for other forms */
export function readMonth(text: string): string | undefined {
  const compact = folded(text).replace(/\s+/g, '');
  for (const form of monthForms) {
    const [, year, month] = form.exec(compact) ?? [];
    if (year && month) return `${year}-${month.padStart(2, '0')}`;
  }
  return readDay(text)?.slice(0, 7);
}
