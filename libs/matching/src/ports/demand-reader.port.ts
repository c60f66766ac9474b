import type { DemandContent } from '@throughtrain/domain';
import type { Analysis } from '@throughtrain/text';

export interface AnalysedDemand {
  readonly content: DemandContent;
  readonly analysis: Analysis;
}

/** Reads the pinned revisions of demands. */
export abstract class DemandReader {
  /** In the order asked. @throws DomainError unavailable `library.analysis-missing` when a revision was not analysed by this version */
  abstract read(
    demands: readonly { readonly id: string; readonly revision: number }[],
    analyserVersion: string,
  ): Promise<readonly AnalysedDemand[]>;
}
