import { compareProjects, traitsOf, type DuplicateEvidence } from '@throughtrain/domain';
import { analyse, recordTexts, type Encoder } from '@throughtrain/text';
import { keyOf, qualityOf, readRecords, truePairs, withoutNumbers, type Quality } from './measure-duplicates';

/** Of the pairs of one institution those as near in meaning as that. */
export interface NearPairs {
  readonly leastCosine: number;
  readonly found: number;
  readonly right: number;
}

/** What vectors could do for the rule, numbers and declared groups withheld. */
export interface MeaningMeasures {
  /** The rule on every pair: what it would find if no pair failed to meet, by nearness in meaning or otherwise. */
  readonly everyPair: Quality;
  /** The same with nearness in meaning as further evidence for a pair of one institution. */
  readonly withCosine: Quality;
  readonly byCosine: readonly NearPairs[];
}

/** Rises from a cosine of .5 on; with less weight it brings in no true pair of the sample. */
const evidenceOf = (cosine: number): number => 0.3 * Math.max(0, (cosine - 0.5) / 0.5);
const likely = 0.5;
const cosines = [0.9, 0.8, 0.7, 0.6];

/** @param lines and groups as those of `measureDuplicates`; every pair of them is compared */
export async function measureMeaning(
  lines: readonly string[],
  groups: readonly string[],
  encoder: Encoder,
): Promise<MeaningMeasures> {
  const records = readRecords(lines);
  const texts = records.map((record) => recordTexts(record));
  const vectors = await encoder.encode(texts.map((of) => ({ purpose: 'document', texts: of, analysis: analyse(of) })));
  const traits = records.map((record) => traitsOf(withoutNumbers(record)));
  const truth = truePairs(records, groups);
  const pairs = traits.flatMap((one, a) =>
    traits.slice(a + 1).map((other, offset) => {
      const b = a + 1 + offset;
      const key = keyOf(records[a]?.externalId ?? '', records[b]?.externalId ?? '');
      return { key, evidence: compareProjects(one, other), cosine: cosineOf(vectors[a], vectors[b]) };
    }),
  );
  const keysOf = (found: readonly { readonly key: string }[]) => new Set(found.map(({ key }) => key));
  return {
    everyPair: qualityOf(keysOf(pairs.filter(({ evidence }) => evidence.class !== 'none')), truth),
    withCosine: qualityOf(keysOf(pairs.filter((pair) => isLikely(pair))), truth),
    byCosine: cosines.map((leastCosine) => {
      const near = pairs.filter(({ evidence, cosine }) => evidence.institution === 'same' && cosine >= leastCosine);
      return { leastCosine, found: near.length, right: near.filter(({ key }) => truth.has(key)).length };
    }),
  };
}

function isLikely({ evidence, cosine }: { readonly evidence: DuplicateEvidence; readonly cosine: number }): boolean {
  const more = evidence.institution === 'same' ? evidenceOf(cosine) : 0;
  return evidence.class !== 'none' || evidence.score + more >= likely;
}

/** @returns the cosine of two vectors of length 1; 0 where one is not known */
function cosineOf(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return a === undefined || b === undefined ? 0 : a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
