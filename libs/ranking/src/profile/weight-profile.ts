import { DomainError } from '@throughtrain/domain';
import { weightSettings, type SettingKey, type WeightSetting } from './weight-settings';

/** A version of the weights. Versions are never edited. */
export interface WeightProfile {
  readonly version: number;
  readonly values: Readonly<Record<SettingKey, number>>;
}

/**
 * Reads a stored profile.
 * @throws DomainError invalid `weight-profile.missing-weight` when a setting is absent or not a finite number
 */
export function weightProfile(
  version: number,
  settings: readonly Pick<WeightSetting, 'key' | 'value'>[],
): WeightProfile {
  const stored = new Map(settings.map(({ key, value }) => [key, value]));
  const values = Object.fromEntries(
    weightSettings.map(({ key }) => {
      const value = stored.get(key);
      if (value === undefined || !Number.isFinite(value))
        throw new DomainError('invalid', 'weight-profile.missing-weight', { key });
      return [key, value];
    }),
  ) as Record<SettingKey, number>;
  return { version, values };
}

export const weightProfile1 = weightProfile(1, weightSettings);
