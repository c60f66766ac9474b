import { hte2016 } from '../data/hte-2016';
import { seiHteCrosswalk, type CrosswalkStrength } from '../data/sei-hte-crosswalk';

interface SubDomainOfSei {
  readonly hteCode: string;
  readonly strength: CrosswalkStrength;
}

const bySei: ReadonlyMap<string, readonly SubDomainOfSei[]> = new Map(
  Object.entries(seiHteCrosswalk).map(([seiCode, { core, part }]) => [
    seiCode,
    [
      ...expand(core).map((hteCode) => ({ hteCode, strength: 'core' as const })),
      ...expand(part).map((hteCode) => ({ hteCode, strength: 'part' as const })),
    ].sort((a, b) => (a.hteCode < b.hteCode ? -1 : 1)),
  ]),
);

const byHte: Readonly<Record<CrosswalkStrength, ReadonlyMap<string, readonly string[]>>> = {
  core: invert('core'),
  part: invert('part'),
};

/** @returns the sub-domains of HTE 2016 that an SEI code of level 2 takes in, by code; empty for what is no such code */
export function subDomainsOf(seiCode: string): readonly SubDomainOfSei[] {
  return bySei.get(seiCode) ?? [];
}

/** @returns SEI codes of level 2 that sub-domains lie within, each once, sorted; `part` gives those that take in only some of one */
export function seiThroughCrosswalk(hteCodes: readonly string[], strength: CrosswalkStrength): readonly string[] {
  return [...new Set(hteCodes.flatMap((code) => byHte[strength].get(code) ?? []))].sort();
}

function expand(codes: string): readonly string[] {
  return codes
    .split(' ')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [from = '', to = from] = part.split('-');
      return [...hte2016.keys()].filter((code) => code >= from && code <= to);
    });
}

function invert(wanted: CrosswalkStrength): ReadonlyMap<string, readonly string[]> {
  const inverted = new Map<string, string[]>();
  for (const [seiCode, subDomains] of bySei) {
    for (const { hteCode, strength } of subDomains) {
      if (strength === wanted) inverted.set(hteCode, [...(inverted.get(hteCode) ?? []), seiCode]);
    }
  }
  return inverted;
}
