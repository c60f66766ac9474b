import { quantise } from '../quantise';

/**
 * relevance = s cos + (1 - s) lex, s the share of meaning. A run without vectors leaves meaning out, by the rule for what a whole run can not compute.
 * @param lexical in [0, 1)
 * @param cosine by the fullness of the query, in [-1, 1], negative counts 0; undefined when the run has no vectors
 * @returns a value in [0, 1], quantised to 1e-6
 */
export function joinRelevance(lexical: number, cosine: number | undefined, meaningShare: number): number {
  if (cosine === undefined) return quantise(lexical);
  return quantise(meaningShare * Math.max(0, cosine) + (1 - meaningShare) * lexical);
}
