import { SSF } from '@e965/xlsx';

/** The part of the package that is used; it has no types of its own. */
const formats = SSF as {
  is_date(code: string): boolean;
  parse_date_code(value: number, options: { readonly date1904: boolean }): CalendarDate | null;
};

/** Year to second of a number, and `T`, its second of the day. */
interface CalendarDate {
  readonly y: number;
  readonly m: number;
  readonly d: number;
  readonly H: number;
  readonly M: number;
  readonly S: number;
  readonly T: number;
}

/** Numbers of more digits have lost some: spreadsheet programs keep 15. */
const exactBelow = 1e15;
const keptDigits = 15;

/** How cells of one style show their number. */
export type NumberStyle = { readonly shows: 'date' } | { readonly shows: 'zeros'; readonly digits: number } | undefined;

/** Formats by number that are dates in every or in Chinese surroundings (ECMA-376 part 1, 18.8.30). */
const dateFormats: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** What a number format means for the text of a cell. */
export function numberStyleOf(id: number, code: string | undefined): NumberStyle {
  if (code === undefined)
    return dateFormats.some(([first, last]) => id >= first && id <= last) ? { shows: 'date' } : undefined;
  if (/^0{2,}$/.test(code)) return { shows: 'zeros', digits: code.length };
  return formats.is_date(code) ? { shows: 'date' } : undefined;
}

/**
 * The text of a number as it was typed: plain digits, without the noise of binary fractions; a date as YYYY-MM-DD, with HH:mm (and seconds) where
 * there is a time.
 * @returns undefined for what is no number, or is one of which digits were lost
 */
export function numberText(stored: string, style: NumberStyle, isFrom1904: boolean): string | undefined {
  const value = Number(stored);
  if (stored.trim() === '' || !Number.isFinite(value) || Math.abs(value) >= exactBelow) return undefined;
  if (style?.shows === 'date') return dateText(value, isFrom1904) ?? plain(value);
  return style?.shows === 'zeros' ? plain(value).padStart(style.digits, '0') : plain(value);
}

function plain(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const [digits = '', exponent = '0'] = String(Number(value.toPrecision(keptDigits))).split('e');
  const places = Number(exponent);
  // Below the cap only small numbers are written with an exponent, a negative one.
  if (places === 0) return digits;
  const sign = digits.startsWith('-') ? '-' : '';
  return `${sign}0.${'0'.repeat(-places - 1)}${digits.replace(/[-.]/g, '')}`;
}

function dateText(value: number, isFrom1904: boolean): string | undefined {
  const date = formats.parse_date_code(value, { date1904: isFrom1904 });
  if (!date || value < 0) return undefined;
  const day = `${pad(date.y, 4)}-${pad(date.m)}-${pad(date.d)}`;
  const seconds = date.S === 0 ? '' : `:${pad(date.S)}`;
  const time = `${pad(date.H)}:${pad(date.M)}${seconds}`;
  if (value < 1 && !isFrom1904) return time;
  return date.T === 0 ? day : `${day} ${time}`;
}

function pad(value: number, digits = 2): string {
  return String(value).padStart(digits, '0');
}

/** A date of ISO 8601 in a cell of type `d`, in the form of other dates. */
export function isoText(stored: string): string {
  const found = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z?)?$/.exec(stored);
  if (!found?.[1]) return stored;
  return found[2] === undefined || found[2] === '00:00' ? found[1] : `${found[1]} ${found[2]}`;
}

/** `_x000D_` and the like in the strings of a workbook stand for one character (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-f]{4})_/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
