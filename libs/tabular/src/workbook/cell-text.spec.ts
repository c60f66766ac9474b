import fc from 'fast-check';
import { isoText, numberStyleOf, numberText, unescaped } from './cell-text';

const text = (stored: string | number, style = numberStyleOf(0, undefined), isFrom1904 = false) =>
  numberText(String(stored), style, isFrom1904);
const date = numberStyleOf(14, undefined);

describe('numberText', () => {
  it.each([
    ['100000', '100000'],
    ['1E+05', '100000'],
    ['1.2E-7', '0.00000012'],
    ['-1.25E-7', '-0.000000125'],
    ['0.30000000000000004', '0.3'],
    ['0.1', '0.1'],
    ['-12.5', '-12.5'],
    ['13800138000', '13800138000'],
    ['999999999999999', '999999999999999'],
    ['-0', '0'],
  ])('writes %s as %s', (stored, shown) => {
    expect(text(stored)).toBe(shown);
  });

  it.each(['440102199001011234', '1e15', '-1e300', '', ' ', 'abc', 'NaN', 'Infinity'])(
    'has no text for %j, which is no number or one that lost digits',
    (stored) => {
      expect(text(stored)).toBeUndefined();
    },
  );

  it('gives back every number of at most 15 digits, never with an exponent', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e14, max: 1e14 }), fc.integer({ min: 0, max: 12 }), (digits, places) => {
        const value = Number(`${digits}e-${places}`);
        const shown = text(value) ?? '';
        expect(shown).toMatch(/^-?\d+(?:\.\d+)?$/);
        expect(Number(shown)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('fills up with zeros where the format does', () => {
    expect(text(110000, numberStyleOf(164, '00000000'))).toBe('00110000');
  });

  // Day 1 of 1900 is 1, and of 1904 0; 45000 is 15 March 2023.
  it.each([
    [45000, '2023-03-15'],
    [45000.5, '2023-03-15 12:00'],
    [45000.75 + 9 / 86_400, '2023-03-15 18:00:09'],
    [1, '1900-01-01'],
    [0.75, '18:00'],
    [-1, '-1'],
    [99_999_999, '99999999'],
  ])('writes %d as a date: %s', (stored, shown) => {
    expect(text(stored, date)).toBe(shown);
  });

  it('counts from 1904 where the workbook does', () => {
    expect(text(43538, date, true)).toBe('2023-03-15');
    expect(text(0, date, true)).toBe('1904-01-01');
  });
});

describe('numberStyleOf', () => {
  it.each([
    [14, undefined],
    [31, undefined],
    [57, undefined],
    [164, 'yyyy"年"m"月"d"日"'],
    [165, '[$-804]yyyy/m/d h:mm;@'],
  ])('takes format %d %s for a date', (id, code) => {
    expect(numberStyleOf(id, code)).toEqual({ shows: 'date' });
  });

  it.each([
    [0, undefined],
    [2, undefined],
    [49, undefined],
    [164, '[Red]0.00'],
    [165, '#,##0"元/day"'],
    [166, 'General'],
    [167, '@'],
  ])('takes format %d %s for none', (id, code) => {
    expect(numberStyleOf(id, code)).toBeUndefined();
  });
});

describe('isoText', () => {
  it.each([
    ['2023-03-15', '2023-03-15'],
    ['2023-03-15T00:00:00.000Z', '2023-03-15'],
    ['2023-03-15T09:30:00', '2023-03-15 09:30'],
    ['next week', 'next week'],
  ])('writes %s as %s', (stored, shown) => {
    expect(isoText(stored)).toBe(shown);
  });
});

describe('unescaped', () => {
  it.each([
    ['a_x000D_b', 'a\rb'],
    ['_x005F_x000D_', '_x000D_'],
    ['_xyz_ a_b', '_xyz_ a_b'],
  ])('reads %s', (stored, shown) => {
    expect(unescaped(stored)).toBe(shown);
  });
});
