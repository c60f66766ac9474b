import type { MatchedWord } from '@throughtrain/matching';
import { kindOf } from '@throughtrain/text';
import type { TermContribution } from './query-set';

/**
 * Terms that met, as a person reads them: words and stems by what they add; a word not where a longer one that counts as much holds it; a pair
 * of characters only where neither is part of a matched word, as it would be a piece of it or lie across two.
 */
export function toWords(contributions: readonly TermContribution[], limit: number): MatchedWord[] {
  const readable = (isPair: boolean): MatchedWord[] =>
    contributions
      .filter(({ term }) => (kindOf(term) === 'b') === isPair)
      .map(({ term, contribution, standsFor }) => ({
        word: term.slice(1),
        contribution,
        ...(standsFor !== undefined && { standsFor: standsFor.slice(1) }),
      }));
  const words = readable(false);
  const ofWords = new Set(words.flatMap(({ word }) => [...word]));
  const pairs = readable(true).filter(({ word }) => ![...word].some((character) => ofWords.has(character)));
  return [...words, ...pairs]
    .filter(
      ({ word, contribution }) =>
        !words.some((o) => o.word !== word && o.word.includes(word) && o.contribution >= contribution),
    )
    .sort((a, b) => b.contribution - a.contribution || (a.word < b.word ? -1 : 1))
    .slice(0, limit)
    .map((one) => ({ ...one, contribution: Math.round(one.contribution * 1000) / 1000 }));
}
