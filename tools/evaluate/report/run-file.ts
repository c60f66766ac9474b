import type { RankedProject } from '../ranking/best-documents';
import type { RankedTopic } from '../ranking/rank-topics';

/** Relevances are rounded to it; programs that read scores as float32 still tell such steps apart. */
const step = 1e-6;
const decimals = 6;

/**
 * Lines of a TREC run file: `topic Q0 project rank score tag`. Scores fall with every rank, if need be by a millionth below what stands above, so that every reader keeps the order.
 * @param tag without blanks
 */
export function runLines({ topic, ranked }: Pick<RankedTopic, 'topic' | 'ranked'>, tag: string): string[] {
  return falling(ranked).map(
    ({ projectId, score }, at) => `${topic.id} Q0 ${projectId} ${at + 1} ${score.toFixed(decimals)} ${tag}`,
  );
}

function falling(ranked: readonly RankedProject[]): RankedProject[] {
  let above = Infinity;
  return ranked.map(({ projectId, score }) => {
    above = Math.min(Math.round(score / step), above - 1);
    return { projectId, score: above * step };
  });
}
