import { dayInChina, DomainError } from '@throughtrain/domain';
import { analyserVersion } from '@throughtrain/text';
import type { DemandReader } from '../ports/demand-reader.port';
import type { ScoreRequest } from '../ports/library-scorer.port';
import type { MatchRunInput } from '../ports/match-run.repository.port';
import type { MatchedDemand } from './make-candidate';

/** Demands, and all by which the library is asked for them. */
export type PinnedDemands = Pick<
  MatchRunInput,
  | 'now'
  | 'libraryPosition'
  | 'analyserVersion'
  | 'encoderVersion'
  | 'statisticsVersion'
  | 'relevanceVersion'
  | 'demands'
  | 'onStage'
  | 'declined'
>;

/** Demands and the request that asks the library for them, in one order. */
export interface DemandQueries {
  readonly demands: readonly MatchedDemand[];
  readonly request: ScoreRequest;
}

/**
 * Reads pinned demands as questions to the library.
 * @throws DomainError invalid `match-run.version-unknown` when they were pinned for another analysis; unavailable `library.analysis-missing`
 */
export async function readDemandQueries(reader: DemandReader, pinned: PinnedDemands): Promise<DemandQueries> {
  if (pinned.analyserVersion !== analyserVersion) {
    throw new DomainError('invalid', 'match-run.version-unknown', { analyserVersion: pinned.analyserVersion });
  }
  const read = await reader.read(pinned.demands, pinned);
  const found = pinned.demands.map((demand, index) => {
    const analysed = read[index];
    if (analysed === undefined) throw new DomainError('unavailable', 'library.analysis-missing');
    return { demand, ...analysed };
  });
  const declined = declinedBy(pinned);
  return {
    demands: found.map(({ demand, content }) => ({ ...demand, content })),
    request: {
      libraryPosition: pinned.libraryPosition,
      analyserVersion: pinned.analyserVersion,
      ...(pinned.encoderVersion !== undefined && { encoderVersion: pinned.encoderVersion }),
      statisticsVersion: pinned.statisticsVersion,
      relevanceVersion: pinned.relevanceVersion,
      queries: found.map(({ demand, analysis, vector }) => ({
        analysis,
        ...(vector && { vector }),
        mask: maskOf(demand, declined),
      })),
      today: dayInChina(new Date(pinned.now)),
      onStage: new Set(pinned.onStage),
    },
  };
}

/** Declined projects by enterprise; the demands of one enterprise share its set. */
function declinedBy({ declined }: PinnedDemands): ReadonlyMap<string, ReadonlySet<string>> {
  const projects = new Map<string, Set<string>>();
  for (const [enterprise, project] of declined)
    projects.set(enterprise, (projects.get(enterprise) ?? new Set()).add(project));
  return projects;
}

function maskOf(
  { enterpriseId, canonicalId, creditCode, group, groupCreditCode }: MatchRunInput['demands'][number],
  declined: ReadonlyMap<string, ReadonlySet<string>>,
): ScoreRequest['queries'][number]['mask'] {
  return {
    enterpriseId: canonicalId ?? enterpriseId,
    ...{ creditCode, group, groupCreditCode },
    declined: declined.get(enterpriseId) ?? new Set(),
  };
}
