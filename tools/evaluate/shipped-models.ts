import { openShippedNearTerms, openShippedTable } from '@throughtrain/encoders';
import { StatisticsSource } from '@throughtrain/engine';
import { statisticsVersion } from '@throughtrain/matching';
import type { CorpusStatistics, Encoder, NearTerms } from '@throughtrain/text';

/** What is shipped and used by production. */
export interface Models {
  readonly encoder: Encoder;
  /** Words of the other language by the words of a demand. */
  readonly nearTerms: NearTerms;
  /** Statistics in force, with which those of the data are mixed. */
  readonly statistics: CorpusStatistics;
}

/**
 * The models that runs use.
 * @param statisticsFolder where statistics lie by version
 */
export async function openShippedModels(statisticsFolder: string): Promise<Models> {
  const encoder = await openShippedTable();
  const [nearTerms, statistics] = await Promise.all([
    openShippedNearTerms(encoder),
    new StatisticsSource(statisticsFolder).load(statisticsVersion),
  ]);
  return { encoder, nearTerms, statistics };
}
