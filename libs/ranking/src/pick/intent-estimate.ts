import type { IntentLevel } from '@throughtrain/domain';
import type { SettingKey } from '../profile/weight-settings';
import type { WeightProfile } from '../profile/weight-profile';

const valueKeys = [
  'intent.value.0',
  'intent.value.1',
  'intent.value.2',
  'intent.value.3',
  'intent.value.4',
] as const satisfies SettingKey[];

/**
 * Expected intent of the enterprises that answered, shrunken by a Beta prior: (for + Σ value) / (for + against + answers).
 * Silence is no answer and counts neither way. Three of three at level 4: (1 + 3) / 13 = .31; 25 of 40: 26 / 50 = .52.
 * @param answers current level of each enterprise that answered
 * @returns a value in (0, 1); the prior mean without answers
 */
export function intentEstimate(answers: readonly IntentLevel[], { values }: WeightProfile): number {
  const wanted = answers.reduce<number>((sum, level) => sum + values[valueKeys[level]], 0);
  const [inFavour, against] = [values['intent.priorFor'], values['intent.priorAgainst']];
  return (inFavour + wanted) / (inFavour + against + answers.length);
}
