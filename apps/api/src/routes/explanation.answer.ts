import type { scoreTermSchema } from '@throughtrain/contracts';
import type { ScoreTerm } from '@throughtrain/ranking';
import type { z } from 'zod';

/** A term with what it adds, so that a reader need not multiply. */
export function toTerm(term: ScoreTerm): z.input<typeof scoreTermSchema> {
  return { ...term, contribution: term.value * term.weight };
}
