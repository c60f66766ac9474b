import { dayInChina } from './china-day';

describe('dayInChina', () => {
  it.each([
    ['2026-07-31T15:59:59.999Z', '2026-07-31'],
    ['2026-07-31T16:00:00.000Z', '2026-08-01'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
  ])('%s is on %s', (moment, day) => {
    expect(dayInChina(new Date(moment))).toBe(day);
  });
});
