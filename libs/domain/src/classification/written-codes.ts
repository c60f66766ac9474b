import { gbt2260 } from '../data/gbt-2260';
import { gbt4754 } from '../data/gbt-4754';
import { hte2016 } from '../data/hte-2016';
import { sei2018 } from '../data/sei-2018';
import { isKnownRegion, provinceOf } from './region';

/** @returns the code of SEI 2018 that is written as a code or as a name, with or without 产业 */
export function seiCodeOf(written: string): string | undefined {
  return codeIn(sei2018, seiByName, written);
}

/** @returns the code of HTE 2016, level 3, that is written as a code or as a name */
export function hteCodeOf(written: string): string | undefined {
  return codeIn(hte2016, hteByName, written);
}

/**
 * @returns the 门类 or 大类 of GB/T 4754-2017 that is written as a name or as a code: C, C38, 38; of a finer class (C3841, 3841) its 大类, since
 *   the library knows no finer ones
 */
export function industryCodeOf(written: string): string | undefined {
  const [, letter = '', digits] = /^([A-T]?)(\d{2})\d{0,2}$/i.exec(fold(written)) ?? [];
  if (digits === undefined) return codeIn(gbt4754, industryByName, written);
  const code = industryByDigits.get(digits);
  return code?.startsWith(letter.toUpperCase()) === true ? code : undefined;
}

/**
 * @returns the code of GB/T 2260 that is written as a code, or as the name of a province or prefecture, with or without 省 and 市, the prefecture
 *   with its province before it or without
 */
export function regionCodeOf(written: string): string | undefined {
  const text = fold(written);
  return isKnownRegion(text) ? text : regionByName.get(text);
}

/** @returns the readiness level in what is written: 6, TRL 6, TRL6级, 第6级; undefined when no number is alone in it */
export function readinessLevelOf(written: string): number | undefined {
  const [, level] = /^(?:trl|第)?[-: ]?(\d{1,2})(?:\.0)?级?$/i.exec(fold(written)) ?? [];
  return level === undefined ? undefined : Number(level);
}

const seiByName = byName(sei2018, (name) => [name, name.replace(/产业$/, '')]);
const hteByName = byName(hte2016, (name) => [name]);
const industryByName = byName(gbt4754, (name) => [name]);
const industryByDigits = new Map(
  [...gbt4754.keys()].filter((code) => code.length === 3).map((code) => [code.slice(1), code]),
);
const regionByName = byName(gbt2260, (name, code) => {
  const province = gbt2260.get(provinceOf(code)) ?? '';
  const names = [name, name.replace(/[省市]$/, '')];
  return province === name ? names : [...names, ...names.map((own) => `${province}${own}`)];
});

function codeIn(
  list: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string>,
  written: string,
): string | undefined {
  const text = fold(written);
  return list.has(text.toUpperCase()) ? text.toUpperCase() : names.get(text);
}

/** Codes by what they are called, without names that several bear; where one of them lies within all others (房地产业: K and K70), it is meant. */
function byName(
  list: ReadonlyMap<string, string>,
  namesOf: (name: string, code: string) => readonly string[],
): ReadonlyMap<string, string> {
  const codes = new Map<string, string[]>();
  for (const [code, name] of list) {
    for (const called of new Set(namesOf(name, code).map(fold)))
      codes.set(called, [...(codes.get(called) ?? []), code]);
  }
  return new Map(
    [...codes].flatMap(([called, all]) => {
      const innermost = all.find((code) => all.every((other) => code.startsWith(other)));
      return innermost === undefined ? [] : [[called, innermost]];
    }),
  );
}

function fold(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}
