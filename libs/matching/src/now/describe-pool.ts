import type { Project } from '@throughtrain/domain';
import type { WeightProfile } from '@throughtrain/ranking';
import type { PairTexts, RecordText } from '@throughtrain/text';
import type { LibraryScorer, PoolProject } from '../ports/library-scorer.port';
import type { DemandQueries } from '../run/demand-queries';
import { describeMatch, isShown, wordsPerPair } from '../run/describe-match';
import { demandIndicators, makeCandidate, type MatchedDemand } from '../run/make-candidate';
import type { FoundMatch } from './answer';

/** Who asks once waits, and is not told how far it is. */
export const untold = (): Promise<void> => Promise.resolve();

/**
 * All pairs of a pool at or above the shown band in words, the most relevant first, with the texts of both sides.
 * @param now (ISO 8601) moment of the question
 */
export async function describePool(
  pool: readonly PoolProject[],
  { demands, request }: DemandQueries,
  { profile, now }: { readonly profile: WeightProfile; readonly now: string },
  scorer: LibraryScorer,
): Promise<{ readonly matches: readonly FoundMatch[]; readonly texts: PairTexts }> {
  const wanted = demands.map(({ content }) => demandIndicators(content));
  // What levels C and D would read of a project is not asked for: nothing but its pairs is told.
  const context = { demands, wanted, now: new Date(now), timesShown: {}, expertScores: new Map() };
  const pairs = pool.flatMap((found) => makeCandidate(found, context).pairs.map((inputs) => ({ ...found, inputs })));
  const asked = pairs.map(({ project, inputs }) => ({ projectId: project.id, demand: inputs.demand }));
  const explained = asked.length === 0 ? [] : await scorer.explain(request, asked, wordsPerPair, untold);
  const matches = pairs.flatMap(({ project, duplicateIds, inputs }, at): FoundMatch[] => {
    const [demand, explanation] = [demands[inputs.demand], explained[at]];
    if (demand === undefined || explanation === undefined) throw new RangeError(`no explanation of ${project.id}`);
    const match = describeMatch({ demand, inputs, explanation, project }, profile);
    return isShown(match) ? [{ ...match, project, duplicateIds }] : [];
  });
  return { matches: matches.sort(byRelevance), texts: textsOf(pool, demands) };
}

function byRelevance(a: FoundMatch, b: FoundMatch): number {
  return b.relevance - a.relevance || (keyOf(a) < keyOf(b) ? -1 : 1);
}

const keyOf = ({ project, demandId }: FoundMatch): string => `${project.id} ${demandId}`;

function textsOf(pool: readonly PoolProject[], demands: readonly MatchedDemand[]): PairTexts {
  return {
    projects: new Map(pool.map(({ project }) => [project.id, textOfProject(project)])),
    demands: new Map(demands.map((demand) => [demand.id, textOfDemand(demand)])),
  };
}

function textOfProject({ title, keywords, summary }: Project): RecordText {
  return { title, keywords, summary };
}

/** A demand says in its figures, too, what it was analysed by. */
function textOfDemand({ content: { title, keywords, description, indicators } }: MatchedDemand): RecordText {
  return { title, keywords, summary: [description, ...indicators].join('；') };
}
