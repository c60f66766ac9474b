import { Injectable } from '@nestjs/common';
import { dayInChina, DomainError } from '@throughtrain/domain';
import { analyserVersion, Encoder, quantiseVector, recordTexts, type Analysis } from '@throughtrain/text';
import { DemandReader } from '../ports/demand-reader.port';
import type { ScoreRequest } from '../ports/library-scorer.port';
import type { MatchRunInput } from '../ports/match-run.repository.port';
import { analyseBrief } from './analyse-brief';
import type { MatchedDemand } from './make-candidate';

/** What a run asks of the library. */
export interface RunQueries {
  readonly demands: readonly MatchedDemand[];
  readonly request: ScoreRequest;
}

/** Reads the demands that a run has pinned, and its brief, as questions to the library. */
@Injectable()
export class ReadQueries {
  constructor(
    private readonly demands: DemandReader,
    private readonly encoder: Encoder,
  ) {}

  /**
   * @throws DomainError invalid `match-run.version-unknown` when the run was pinned for another analysis: the brief would not meet the terms of the library;
   *   unavailable `library.analysis-missing`, `encoder.unavailable`
   */
  async execute(input: MatchRunInput): Promise<RunQueries> {
    if (input.analyserVersion !== analyserVersion) {
      throw new DomainError('invalid', 'match-run.version-unknown', { analyserVersion: input.analyserVersion });
    }
    const read = await this.demands.read(input.demands, input);
    const found = input.demands.map((demand, index) => {
      const analysed = read[index];
      if (analysed === undefined) throw new DomainError('unavailable', 'library.analysis-missing');
      return { demand, ...analysed };
    });
    const declined = declinedBy(input);
    const { brief } = input.roadshow;
    const analysis = analyseBrief(brief);
    return {
      demands: found.map(({ demand, content }) => ({ ...demand, content })),
      request: {
        libraryPosition: input.libraryPosition,
        analyserVersion: input.analyserVersion,
        ...(input.encoderVersion !== undefined && { encoderVersion: input.encoderVersion }),
        statisticsVersion: input.statisticsVersion,
        relevanceVersion: input.relevanceVersion,
        queries: found.map(({ demand, analysis: own, vector }) => ({
          analysis: own,
          ...(vector && { vector }),
          mask: maskOf(demand, declined),
        })),
        brief: analysis,
        briefVector: await this.vectorOf(brief, analysis, input),
        today: dayInChina(new Date(input.now)),
        onStage: new Set(input.onStage),
      },
    };
  }

  /** A run that was pinned before the encoder was changed compares its brief by words alone: the encoder that it was pinned for is no more here. */
  private async vectorOf(
    brief: string,
    analysis: Analysis | undefined,
    { encoderVersion }: MatchRunInput,
  ): Promise<Int8Array | undefined> {
    if (analysis === undefined || encoderVersion !== this.encoder.version) return undefined;
    const texts = recordTexts({ title: brief, keywords: [], summary: '' });
    const [vector] = await this.encoder.encode([{ purpose: 'query', texts, analysis }]);
    return quantiseVector(vector, this.encoder.dimensions);
  }
}

/** Declined projects by enterprise; the demands of one enterprise share its set. */
function declinedBy({ declined }: MatchRunInput): ReadonlyMap<string, ReadonlySet<string>> {
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
