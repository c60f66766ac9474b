import { domainPhrases } from '../data/domain-phrases';
import { sei2018 } from '../data/sei-2018';
import { DomainError } from '../domain-error';

/** How near two SEI codes are: the deepest level that they share. */
export type DomainDepth = 0 | 1 | 2;

/** Signs and words between several domains of one text: 尼龙新材料、电气装备. */
const betweenDomains = /[、，,；;/+]|(?<=..)[和与及](?=..)/u;
const mostSuggestions = 5;

/**
 * Resolves what a host calls its industry domain: an SEI 2018 code of level 1 or 2, its name with or without 产业, a known phrase, or several of
 * these in one text.
 * @param position which of several domains of a request it is, from 1, for the error
 * @returns one or more SEI codes, sorted
 * @throws DomainError invalid `domain.unknown`, with names and phrases that look like what is not known
 */
export function resolveIndustryDomain(text: string, position = 1): readonly string[] {
  const wanted = text.normalize('NFKC').trim();
  const whole = codesOf(wanted);
  if (whole !== undefined) return whole;
  const parts = wanted.split(betweenDomains).map((part) => part.trim());
  const found = parts.map((part) => ({ part, codes: codesOf(part) }));
  const unknown = found.find(({ codes }) => codes === undefined);
  if (unknown !== undefined) {
    const domain = unknown.part === '' ? wanted : unknown.part;
    throw new DomainError('invalid', 'domain.unknown', { domain, position, suggestions: suggestDomains(domain) });
  }
  return withoutNarrower(found.flatMap(({ codes }) => codes ?? []));
}

/**
 * Resolves all domains of a roadshow. A code below another one of them is left out: the shortlist of the wider one holds its projects.
 * @returns one or more SEI codes, each once, sorted
 * @throws DomainError invalid `domain.unknown`
 */
export function resolveIndustryDomains(texts: readonly string[]): readonly string[] {
  return withoutNarrower(texts.flatMap((text, index) => resolveIndustryDomain(text, index + 1)));
}

/** @returns up to five names and phrases that share most with a text, the nearest first */
export function suggestDomains(text: string): readonly string[] {
  const wanted = pairsOf(fold(text));
  return [...codesByWord.entries()]
    .map(([word, { shown }]) => ({ shown, likeness: likeness(wanted, pairsOf(word)) }))
    .filter(({ likeness }) => likeness > 0)
    .sort((a, b) => b.likeness - a.likeness || (a.shown < b.shown ? -1 : 1))
    .slice(0, mostSuggestions)
    .map(({ shown }) => shown);
}

/** @returns each code once, sorted, and none below another of them */
function withoutNarrower(all: readonly string[]): readonly string[] {
  const codes = [...new Set(all)].sort();
  return codes.filter((code) => !codes.some((other) => other !== code && belongsToDomain(code, other)));
}

interface DomainWord {
  readonly shown: string;
  readonly codes: readonly string[];
}

/** Everything that names a domain, folded. A name outranks a phrase, since it says exactly which code it means. */
const codesByWord: ReadonlyMap<string, DomainWord> = new Map<string, DomainWord>([
  ...domainPhrases.flatMap(({ phrases, seiCodes }) =>
    phrases.map((shown) => [fold(shown), { shown, codes: [...seiCodes].sort() }] as const),
  ),
  ...[...sei2018].flatMap(([code, name]) =>
    [name.replace(/产业$/, ''), name].map((shown) => [fold(shown), { shown, codes: [code] }] as const),
  ),
]);

function codesOf(text: string): readonly string[] | undefined {
  return sei2018.has(text) ? [text] : codesByWord.get(fold(text))?.codes;
}

function fold(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** Pairs of neighbouring characters. */
function pairsOf(text: string): ReadonlySet<string> {
  const characters = [...text];
  return new Set(characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`));
}

/** Dice coefficient, in [0, 1]. */
function likeness(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const shared = [...left].filter((pair) => right.has(pair)).length;
  return left.size + right.size === 0 ? 0 : (2 * shared) / (left.size + right.size);
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
