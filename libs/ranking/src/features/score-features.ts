import type { WeightProfile } from '../profile/weight-profile';
import { quantise } from '../quantise';
import type { Feature, Scored, ScoreTerm } from './feature';

/**
 * The one place where a score is computed: production, preview and explanation read the same terms.
 * @param leftOut features that the whole run can not compute; the other weights are scaled to sum to 1
 */
export function scoreFeatures<Name extends string, Inputs>(
  features: readonly Feature<Name, Inputs>[],
  inputs: Inputs,
  profile: WeightProfile,
  leftOut: ReadonlySet<string>,
): Scored<Name> {
  const terms: ScoreTerm<Name>[] = [];
  const score = addTerms(features, inputs, profile, leftOut, (feature, value, weight, known) =>
    terms.push({ feature, value, weight, known }),
  );
  return { score, terms };
}

/** The score of {@link scoreFeatures} alone, for the many pairs of which nobody asks why: no objects are made. */
export function scoreOnly<Name extends string, Inputs>(
  features: readonly Feature<Name, Inputs>[],
  inputs: Inputs,
  profile: WeightProfile,
  leftOut: ReadonlySet<string>,
): number {
  return addTerms(features, inputs, profile, leftOut, nobodyAsks);
}

type Told<Name> = (feature: Name, value: number, weight: number, known: boolean) => void;
const nobodyAsks = (): void => undefined;

function addTerms<Name extends string, Inputs>(
  features: readonly Feature<Name, Inputs>[],
  inputs: Inputs,
  profile: WeightProfile,
  leftOut: ReadonlySet<string>,
  told: Told<Name>,
): number {
  const { values } = profile;
  let total = 0;
  for (const { name, weight } of features) if (!leftOut.has(name)) total += values[weight];
  let sum = 0;
  for (const feature of features) {
    if (leftOut.has(feature.name)) continue;
    const found = feature.value(inputs, profile);
    const value = quantise(found ?? (feature.neutral === undefined ? 0 : values[feature.neutral]));
    const weight = total > 0 ? values[feature.weight] / total : 0;
    sum += value * weight;
    told(feature.name, value, weight, found !== undefined);
  }
  return quantise(sum);
}
