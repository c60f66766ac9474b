import type { ShardState } from '../ports/shard-score.repository.port';

/** @param parts all of one run; @returns whether its worker has something to do: all are scored, or one can not be */
export function canGoOn(parts: readonly ShardState[]): boolean {
  return parts.every(({ isDone }) => isDone) || parts.some(({ failure }) => failure !== undefined);
}
