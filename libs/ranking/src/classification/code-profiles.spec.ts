import { analyse } from '@throughtrain/text';
import { CodeProfiles } from './code-profiles';

const text = (body: string, title = '') => analyse({ title, keywords: '', body });
const agreement = (profiles: CodeProfiles, ...said: Parameters<typeof text>) =>
  [...profiles.agreement(text(...said))].map((value) => Math.round(value * 1e4) / 1e4);

describe('CodeProfiles', () => {
  const profiles = new CodeProfiles([
    { code: 'a', words: ['solar cell'] },
    { code: 'b', words: ['cell'] },
  ]);

  it('sums weight by share by rarity, over the root of all weights squared and 8', () => {
    // solar is half a word of a, and of it alone. cell is half a word of a and one of b: (ln(3 / 1.5) / ln 3)² = 0.3981.
    // a: ln 2 × (0.5 + 0.5 × 0.3981) / √(2 ln² 2 + 8), b: ln 2 × 0.3981 / the same.
    expect(agreement(profiles, 'solar cell')).toEqual([0.1619, 0.0922]);
  });

  it('counts words without a code as what speaks for none', () => {
    // Three weights of ln 2 below instead of two.
    expect(agreement(profiles, 'solar cell painting')).toEqual([0.1577, 0.0898]);
  });

  it('counts a title more', () => {
    // cell: ln(1 + 4) / √(ln² 5 + ln² 2 + 8) × 0.3981
    expect(agreement(profiles, 'painting', 'cell')).toEqual([0.0963, 0.1926]);
  });

  it('finds nothing in a text without shared words, or without any', () => {
    expect(agreement(profiles, 'painting')).toEqual([0, 0]);
    expect(agreement(profiles, '。')).toEqual([0, 0]);
  });

  it('takes a part of a Chinese word for less than the whole', () => {
    const [whole = 0, part = 0] = agreement(
      new CodeProfiles([
        { code: 'a', words: ['碳化硅'] },
        { code: 'b', words: ['碳化硅陶瓷'] },
      ]),
      '碳化硅器件',
    );
    expect(part).toBeGreaterThan(0);
    expect(whole).toBeGreaterThan(part);
  });
});
