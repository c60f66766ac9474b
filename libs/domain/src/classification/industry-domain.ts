import { domainPhrases } from '../data/domain-phrases';
import { sei2018 } from '../data/sei-2018';
import { DomainError } from '../domain-error';

/** How near two SEI codes are: the deepest level that they share. */
export type DomainDepth = 0 | 1 | 2;

/**
 * Resolves what a host calls its industry domain: an SEI 2018 code of level 1 or 2, its name, or a known phrase.
 * @param position which of several domains of a request it is, from 1, for the error
 * @returns one or more SEI codes, sorted
 * @throws DomainError invalid `domain.unknown`
 */
export function resolveIndustryDomain(text: string, position = 1): readonly string[] {
  const wanted = text.normalize('NFKC').trim();
  if (sei2018.has(wanted)) return [wanted];
  for (const [code, name] of sei2018) {
    if (name === wanted || name === `${wanted}产业`) return [code];
  }
  const folded = wanted.toLowerCase();
  const entry = domainPhrases.find(({ phrases }) => phrases.some((phrase) => phrase.toLowerCase() === folded));
  if (!entry) throw new DomainError('invalid', 'domain.unknown', { domain: wanted, position });
  return [...entry.seiCodes].sort();
}

/**
 * Resolves all domains of a roadshow. A code below another one of them is left out: the shortlist of the wider one holds its projects.
 * @returns one or more SEI codes, each once, sorted
 * @throws DomainError invalid `domain.unknown`
 */
export function resolveIndustryDomains(texts: readonly string[]): readonly string[] {
  const codes = [...new Set(texts.flatMap((text, index) => resolveIndustryDomain(text, index + 1)))].sort();
  return codes.filter((code) => !codes.some((other) => other !== code && belongsToDomain(code, other)));
}

/** @returns whether a project with this SEI code belongs to the domain: the same code or below it */
export function belongsToDomain(seiCode: string, domainCode: string): boolean {
  return seiCode === domainCode || seiCode.startsWith(`${domainCode}.`);
}

/**
 * Distance of two sets of SEI codes, best pair.
 * @returns 2 same level-2 code, 1 same level 1, 0 apart; undefined when a set is empty
 */
export function domainDepth(left: readonly string[], right: readonly string[]): DomainDepth | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  let depth: DomainDepth = 0;
  for (const a of left) {
    for (const b of right) {
      if (a === b && a.includes('.')) return 2;
      if (a.split('.')[0] === b.split('.')[0]) depth = 1;
    }
  }
  return depth;
}
