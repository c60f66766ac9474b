import { weightProfile, weightProfile1 } from './weight-profile';
import { weightSettings, type SettingKey } from './weight-settings';

const sum = (prefix: string) =>
  weightSettings.filter(({ key }) => key.startsWith(prefix)).reduce((total, { value }) => total + value, 0);

describe('weight profile 1', () => {
  it.each(['pair.weight.', 'roadshow.weight.', 'quality.weight.', 'pick.weight.'])(
    'has weights %s that sum to 1',
    (prefix) => {
      expect(sum(prefix)).toBeCloseTo(1, 12);
    },
  );

  it('gives each setting once, within its range, with help', () => {
    expect(new Set(weightSettings.map(({ key }) => key)).size).toBe(weightSettings.length);
    for (const { key, value, min, max, help } of weightSettings) {
      expect([key, value >= min && value <= max]).toEqual([key, true]);
      expect(help.length).toBeGreaterThan(5);
    }
  });

  it('has bands in order', () => {
    const { values } = weightProfile1;
    expect(values['band.shown']).toBeLessThan(values['band.related']);
    expect(values['band.related']).toBeLessThan(values['band.close']);
  });
});

describe('weightProfile', () => {
  it('reads what is stored', () => {
    const stored = weightSettings.map(({ key, value }) => ({ key, value: key === 'band.close' ? 0.6 : value }));
    const { version, values } = weightProfile(7, stored);
    expect(version).toBe(7);
    expect(values['band.close']).toBe(0.6);
  });

  it.each([undefined, NaN, Infinity])('does not take %p for a weight', (value) => {
    const key: SettingKey = 'pair.weight.domain';
    const stored = weightSettings.flatMap((setting): { key: string; value: number }[] => {
      if (setting.key !== key) return [setting];
      return value === undefined ? [] : [{ key, value }];
    });
    let refusal: unknown;
    try {
      weightProfile(2, stored);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'weight-profile.missing-weight', details: { key } });
  });
});
