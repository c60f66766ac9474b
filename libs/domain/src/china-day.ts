const offsetMs = 8 * 3_600_000;

/**
 * The calendar day of a moment where hosts and enterprises live: Beijing time, eight hours ahead of UTC all year round.
 * @returns YYYY-MM-DD
 */
export function dayInChina(moment: Date): string {
  return new Date(moment.getTime() + offsetMs).toISOString().slice(0, 10);
}
