import { dayInChina, monthsBefore } from './china-day';

describe('dayInChina', () => {
  it.each([
    ['2026-07-31T15:59:59.999Z', '2026-07-31'],
    ['2026-07-31T16:00:00.000Z', '2026-08-01'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
  ])('%s is on %s', (moment, day) => {
    expect(dayInChina(new Date(moment))).toBe(day);
  });
});

describe('monthsBefore', () => {
  it.each([
    ['2026-08-15', 12, '2025-08-15'],
    ['2026-03-31', 1, '2026-02-28'],
    ['2024-03-31', 1, '2024-02-29'],
    ['2026-01-31', 2, '2025-11-30'],
    ['2026-05-01', 0, '2026-05-01'],
  ])('%s less %d months is %s', (day, months, earlier) => {
    expect(monthsBefore(day, months)).toBe(earlier);
  });
});
