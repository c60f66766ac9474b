import fc from 'fast-check';
import { formatIndicators, parseIndicators } from './format-indicators';
import { comparisons, indicatorsVersion, type Indicator } from './indicator';
import { readIndicators } from './read-indicators';

const word = fc
  .string({ unit: fc.constantFrom('回', '收', '率', 'a', ' ', '%') })
  .map((text) => text.trim().replace(/\s+/g, ' '));
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const indicator: fc.Arbitrary<Indicator> = fc.record(
  {
    quantity: word,
    label: word,
    comparison: fc.constantFrom(...comparisons),
    low: number,
    high: number,
    change: fc.constantFrom('up' as const, 'down' as const),
    from: number,
    dimension: word,
    isAside: fc.boolean(),
    start: fc.nat(),
    end: fc.nat(),
    words: word,
  },
  { requiredKeys: ['quantity', 'label', 'comparison', 'dimension', 'isAside', 'start', 'end', 'words'] },
);

describe('the text form of indicators', () => {
  it('reads back as what was written', () => {
    fc.assert(
      fc.property(fc.array(indicator), (list) => {
        expect(parseIndicators(formatIndicators(list))).toEqual(list);
      }),
    );
  });

  it('is stable', () => {
    expect(formatIndicators(readIndicators('锂回收率≥95%，能耗下降30%'))).toBe(
      [
        indicatorsVersion,
        '回收率\t锂回收率\tat-least\t95\t\t\t\tpercent\t0\t4\t8\t≥95%',
        '能耗\t能耗\tabout\t30\t30\tdown\t\tpercent\t0\t11\t16\t下降30%',
      ].join('\n'),
    );
    expect(formatIndicators([])).toBe('');
  });

  it.each([
    'indicators-0\n回收率\t\tat-least\t95\t\t\t\tpercent\t0\t4\t8\t≥95%',
    `${indicatorsVersion}\n`,
    `${indicatorsVersion}\n回收率\t\tat-least\tx\t\t\t\tpercent\t0\t4\t8\t≥95%`,
    `${indicatorsVersion}\n回收率\t\tabove\t95\t\t\t\tpercent\t0\t4\t8\t≥95%`,
    `${indicatorsVersion}\n回收率\t\tat-least\t95\t\tsideways\t\tpercent\t0\t4\t8\t≥95%`,
    `${indicatorsVersion}\n回收率\t\tat-least\t95\t\t\t\tpercent\t0\t\t8\t≥95%`,
  ])('refuses %j', (text) => {
    expect(() => parseIndicators(text)).toThrow(RangeError);
  });
});
