const offsetMs = 8 * 3_600_000;

/**
 * The calendar day of a moment where hosts and enterprises live: Beijing time, eight hours ahead of UTC all year round.
 * @returns YYYY-MM-DD
 */
export function dayInChina(moment: Date): string {
  return new Date(moment.getTime() + offsetMs).toISOString().slice(0, 10);
}

/**
 * @param day YYYY-MM-DD
 * @returns the same day of an earlier month, the last one of that month where it has no such day
 */
export function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}
