import fc from 'fast-check';
import { gbt2260 } from '../data/gbt-2260';
import { enclosingRegions, isKnownRegion, regionNearness, resolveRegion } from './region';

const code = fc.constantFrom(...gbt2260.keys());

describe('regionNearness', () => {
  it.each([
    ['340200', '340200', 'same-city', 'Wuhu and Wuhu'],
    ['340207', '340200', 'same-city', 'a county and its prefecture'],
    ['340207', '340221', 'same-city', 'two counties of one prefecture'],
    ['340200', '340100', 'same-province', 'Wuhu and Hefei'],
    ['340000', '340200', 'same-province', 'a bare province and a city of it'],
    ['340000', '340000', 'same-province', 'a bare province is no city'],
    ['340200', '320100', 'neighbouring', 'Anhui and Jiangsu'],
    ['340200', '440300', 'apart', 'Anhui and Guangdong'],
    ['110108', '110105', 'same-city', 'two districts of Beijing'],
    ['110000', '110108', 'same-city', 'Beijing is a city itself'],
    ['310000', '110000', 'apart', 'Shanghai and Beijing'],
    ['460100', '440300', 'neighbouring', 'Hainan counts as neighbour of Guangdong'],
    ['429004', '429004', 'same-city', 'a county that belongs to no prefecture'],
    ['429004', '429005', 'same-province', 'two of these share a collective code only'],
  ])('%s and %s: %s (%s)', (left, right, nearness) => {
    expect(regionNearness(left, right)).toBe(nearness);
  });

  it('is unknown when one side is', () => {
    expect(regionNearness(undefined, '340200')).toBeUndefined();
    expect(regionNearness('340200', undefined)).toBeUndefined();
  });

  it('is symmetric', () => {
    fc.assert(fc.property(code, code, (a, b) => regionNearness(a, b) === regionNearness(b, a)));
  });
});

describe('isKnownRegion', () => {
  it('knows every code of the table, and counties below one', () => {
    for (const known of gbt2260.keys()) expect(isKnownRegion(known)).toBe(true);
    expect(isKnownRegion('340207')).toBe(true);
    expect(isKnownRegion('310115')).toBe(true);
    expect(isKnownRegion('429004')).toBe(true);
  });

  it.each([
    ['349900', 'a prefecture that Anhui does not have'],
    ['349901', 'a county of it'],
    ['999004', 'a county under a province that does not exist'],
  ])('does not know %s: %s', (text) => {
    expect(isKnownRegion(text)).toBe(false);
  });

  it.each(['', '34', '34020', '3402000', '990000', '００００００', 'abcdef'])('does not know %p', (text) => {
    expect(isKnownRegion(text)).toBe(false);
  });
});

describe('resolveRegion', () => {
  it.each([
    ['510000', '510000'],
    ['510104', '510104'],
    ['四川省', '510000'],
    ['四川', '510000'],
    ['成都', '510100'],
    ['成都市', '510100'],
    ['北京', '110000'],
    ['内蒙古', '150000'],
    ['广西', '450000'],
    ['吉林', '220000'],
    ['吉林市', '220200'],
  ])('%s is %s', (text, code) => {
    expect(resolveRegion(text)).toBe(code);
  });

  it.each(['', '州', '某地', '99', '5101'])('refuses %p', (text) => {
    expect(() => resolveRegion(text)).toThrow('region.unknown');
  });
});

describe('enclosingRegions', () => {
  it('goes from the province down to the place itself', () => {
    expect(enclosingRegions('510104')).toEqual(['510000', '510100', '510104']);
    expect(enclosingRegions('510100')).toEqual(['510000', '510100']);
    expect(enclosingRegions('510000')).toEqual(['510000']);
    expect(enclosingRegions('110105')).toEqual(['110000', '110105']);
    expect(enclosingRegions('429004')).toEqual(['420000', '429004']);
  });
});
