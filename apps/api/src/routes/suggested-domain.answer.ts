import type { suggestedDomainSchema } from '@throughtrain/contracts';
import { hte2016, sei2018 } from '@throughtrain/domain';
import type { SuggestedCode } from '@throughtrain/ranking';
import type { z } from 'zod';

const lists = { sei: sei2018, hte: hte2016 } as const;

/** @returns a code with its name, and that it is but a suggestion */
export function toSuggestedDomain({ list, code, score }: SuggestedCode): z.input<typeof suggestedDomainSchema> {
  return { list, code, name: lists[list].get(code) ?? code, score, source: 'words-and-meaning' };
}

/** @returns the field of an answer; nothing when nothing is suggested */
export function withSuggestions(suggested: readonly SuggestedCode[]): {
  readonly suggestedDomains?: readonly z.input<typeof suggestedDomainSchema>[];
} {
  return suggested.length === 0 ? {} : { suggestedDomains: suggested.map(toSuggestedDomain) };
}
