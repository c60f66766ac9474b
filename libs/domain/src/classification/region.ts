import { gbt2260 } from '../data/gbt-2260';
import { neighbouringProvinces } from '../data/neighbouring-provinces';
import { DomainError } from '../domain-error';

/** How near two regions are. */
export type RegionNearness = 'same-city' | 'same-province' | 'neighbouring' | 'apart';

/** The four municipalities are provinces and cities at once. */
const municipalities = new Set(['11', '12', '31', '50']);

/** Counties under the province itself share a collective code (429000) but are places of their own. */
const directCounties = '90';

/** @returns whether the code is a province or prefecture of GB/T 2260, or a county (six digits) below one */
export function isKnownRegion(code: string): boolean {
  if (!/^\d{6}$/.test(code)) return false;
  const isDirectCounty = code.slice(2, 4) === directCounties && gbt2260.has(provinceOf(code));
  return isDirectCounty || gbt2260.has(cityOf(code));
}

/** @returns the code of the prefecture, or of the municipality or the county under the province itself */
function cityOf(code: string): string {
  if (code.slice(2, 4) === directCounties) return code;
  return municipalities.has(code.slice(0, 2)) ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`;
}

/** @returns the code of the province that a region lies in */
export function provinceOf(code: string): string {
  return `${code.slice(0, 2)}0000`;
}

/** @returns how near two regions are, undefined when one is not known; a bare province is never the same city as another */
export function regionNearness(left: string | undefined, right: string | undefined): RegionNearness | undefined {
  if (left === undefined || right === undefined) return undefined;
  const [a, b] = [left.slice(0, 2), right.slice(0, 2)];
  if (a === b) {
    const city = cityOf(left);
    const isCity = municipalities.has(a) || city !== provinceOf(left);
    return isCity && city === cityOf(right) ? 'same-city' : 'same-province';
  }
  return neighbouringProvinces.has(`${a}-${b}`) ? 'neighbouring' : 'apart';
}

/** What names of regions end with and writers leave out. */
const kindOfRegion = /(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$/;

/**
 * Resolves a code of GB/T 2260, or the name of a province or prefecture with or without its 省, 市 or 自治区. Of two of one name it is the province: 吉林.
 * @returns six digits
 * @throws DomainError invalid `region.unknown`
 */
export function resolveRegion(text: string): string {
  const wanted = text.normalize('NFKC').trim();
  if (isKnownRegion(wanted)) return wanted;
  const named = [...gbt2260].filter(([, name]) => name === wanted || name.replace(kindOfRegion, '') === wanted);
  const [code] = named.find(([one]) => one.endsWith('0000')) ?? named[0] ?? [];
  if (code === undefined) throw new DomainError('invalid', 'region.unknown');
  return code;
}

/** @returns the codes of the regions that a place lies in, from its province down to itself, each once */
export function enclosingRegions(code: string): readonly string[] {
  return [...new Set([provinceOf(code), cityOf(code), code])];
}

/** @returns the name of a province or prefecture, undefined for all else */
export function regionName(code: string): string | undefined {
  return gbt2260.get(code);
}
