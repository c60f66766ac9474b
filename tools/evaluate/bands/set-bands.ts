import { analyserVersion } from '@throughtrain/text';
import type { JudgedBands } from '@throughtrain/ranking';
import { openData } from '../ranking/open-data';
import { forEachDocument, topicScore } from '../ranking/rank-topics';
import { settingsOf } from '../ranking/relevance-parts';
import type { Models } from '../shipped-models';
import { BandEvidence, type ThresholdEvidence } from './band-evidence';
import type { BandOptions } from './options';

/** Bands as they are proposed, with what every threshold would give. */
export interface BandReport {
  readonly proposed: JudgedBands;
  readonly thresholds: readonly ThresholdEvidence[];
}

/**
 * Sets the bands by judged pairs: each begins at the lowest relevance from which on the share of pairs with its grade reaches its target.
 * @param version that the bands are to have
 * @throws InputFault when a file can not be used; RangeError when a target is not reached
 */
export async function setBands(
  options: Pick<BandOptions, 'data' | 'unit' | 'targets'>,
  version: number,
  models: Models,
): Promise<BandReport> {
  const { unit, targets } = options;
  const { topics, ...data } = await openData(options, models);
  const settings = settingsOf('hybrid', models.nearTerms);
  const evidence = new BandEvidence();
  await forEachDocument({ ...data, settings }, (id, relevances) => {
    for (const { demands, grades } of topics) evidence.add(topicScore(relevances, demands), grades.get(id));
  });
  const grades = [...new Set(Object.values(targets).map(({ grade }) => grade))];
  return {
    proposed: {
      version,
      relevanceVersion: settings.version.version,
      analyserVersion,
      encoderVersion: models.encoder.version,
      statisticsVersion: data.statistics.version,
      data: {
        files: data.files,
        unit,
        topics: topics.length,
        pairs: topics.reduce((sum, topic) => sum + topic.grades.size, 0),
      },
      bands: evidence.propose(targets),
    },
    thresholds: evidence.thresholds(grades),
  };
}
