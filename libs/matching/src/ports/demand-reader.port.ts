import type { DemandContent } from '@throughtrain/domain';
import type { Analysis } from '@throughtrain/text';
import type { TextVersions } from './library-feed.port';

export interface AnalysedDemand {
  readonly content: DemandContent;
  readonly analysis: Analysis;
  /** Absent when none was asked for. */
  readonly vector?: Int8Array;
}

/** Reads the pinned revisions of demands. */
export abstract class DemandReader {
  /** In the order asked. @throws DomainError unavailable `library.analysis-missing` when a revision was not analysed or encoded by these versions */
  abstract read(
    demands: readonly { readonly id: string; readonly revision: number }[],
    versions: TextVersions,
  ): Promise<readonly AnalysedDemand[]>;
}
