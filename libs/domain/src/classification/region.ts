import { gbt2260 } from '../data/gbt-2260';
import { neighbouringProvinces } from '../data/neighbouring-provinces';

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
