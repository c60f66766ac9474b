import { Injectable } from '@nestjs/common';
import { Encoder, quantiseVector, recordTexts, type Analysis } from '@throughtrain/text';
import { DemandReader } from '../ports/demand-reader.port';
import type { MatchRunInput } from '../ports/match-run.repository.port';
import { analyseBrief } from './analyse-brief';
import { readDemandQueries, type DemandQueries } from './demand-queries';

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
  async execute(input: MatchRunInput): Promise<DemandQueries> {
    const { demands, request } = await readDemandQueries(this.demands, input);
    const { brief } = input.roadshow;
    const analysis = analyseBrief(brief);
    return {
      demands,
      request: { ...request, brief: analysis, briefVector: await this.vectorOf(brief, analysis, input) },
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
