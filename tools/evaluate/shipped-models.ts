import { openShippedNearTerms, openShippedTable } from '@throughtrain/encoders';
import { StatisticsSource } from '@throughtrain/engine';
import { statisticsVersion } from '@throughtrain/matching';
import type { Models } from './evaluate';

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
