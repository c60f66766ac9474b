import type { WeightProfile } from '../profile/weight-profile';
import { quantise } from '../quantise';
import type { Feature, Scored } from './feature';

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
  const used = features.filter(({ name }) => !leftOut.has(name));
  const total = used.reduce((sum, { weight }) => sum + profile.values[weight], 0);
  const terms = used.map((feature) => {
    const value = feature.value(inputs, profile);
    const fallback = feature.neutral === undefined ? 0 : profile.values[feature.neutral];
    return {
      feature: feature.name,
      value: quantise(value ?? fallback),
      weight: total > 0 ? profile.values[feature.weight] / total : 0,
      known: value !== undefined,
    };
  });
  return { score: quantise(terms.reduce((sum, { value, weight }) => sum + value * weight, 0)), terms };
}
