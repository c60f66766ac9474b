import { SeededRandom } from '../../embedding/seeded-random';
import type { TopicWeights } from './pooled-pairs';

const lowerShare = 0.025;
const upperShare = 0.975;

/**
 * Topics drawn anew, as many as there are, with repeats.
 * @returns how often each topic was drawn, for each of `count` draws; the same for the same seed
 * @see Efron, Annals of Statistics 7 (1979)
 */
export function drawTopics(topics: number, count: number, seed: number): Uint32Array[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => {
    const weights = new Uint32Array(topics);
    for (let drawn = 0; drawn < topics; drawn += 1) {
      const topic = random.below(topics);
      weights[topic] = (weights[topic] ?? 0) + 1;
    }
    return weights;
  });
}

/** Mean of a measure over topics. @returns undefined when no topic counts */
export function weightedMean(values: ArrayLike<number>, weights: TopicWeights): number | undefined {
  let [sum, total] = [0, 0];
  for (let topic = 0; topic < values.length; topic += 1) {
    const weight = weights[topic] ?? 0;
    sum += weight * (values[topic] ?? 0);
    total += weight;
  }
  return total === 0 ? undefined : sum / total;
}

/** The middle 95 % of what resamples gave, by percentiles; undefined when none gave a number. */
export function interval(draws: readonly (number | undefined)[]): readonly [low: number, high: number] | undefined {
  const sorted = draws.filter((value) => value !== undefined).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  return [percentile(sorted, lowerShare), percentile(sorted, upperShare)];
}

function percentile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? 0;
  return below + (place - Math.floor(place)) * (above - below);
}
