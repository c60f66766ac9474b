import { hte2016 } from '../data/hte-2016';
import { sei2018 } from '../data/sei-2018';
import { hteWithoutSei, seiHteCrosswalk } from '../data/sei-hte-crosswalk';
import { seiThroughCrosswalk, subDomainsOf } from './crosswalk';

const levelTwo = [...sei2018.keys()].filter((code) => code.includes('.'));

describe('the crosswalk of SEI and HTE', () => {
  it('has a row for each of the 40 codes of level 2, and no other', () => {
    expect(levelTwo).toHaveLength(40);
    expect(Object.keys(seiHteCrosswalk).sort()).toEqual([...levelTwo].sort());
    for (const code of levelTwo) expect(subDomainsOf(code).length).toBeGreaterThan(0);
  });

  it('names codes that exist, each once in a row', () => {
    for (const { core, part } of Object.values(seiHteCrosswalk)) {
      for (const code of `${core} ${part}`.split(/[ -]/).filter(Boolean)) expect(hte2016.has(code)).toBe(true);
    }
    for (const code of levelTwo) {
      const codes = subDomainsOf(code).map(({ hteCode }) => hteCode);
      expect(new Set(codes).size).toBe(codes.length);
    }
  });

  it('takes in every sub-domain, or says why not', () => {
    for (const code of hte2016.keys()) {
      const isMapped = [...seiThroughCrosswalk([code], 'core'), ...seiThroughCrosswalk([code], 'part')].length > 0;
      expect([code, isMapped]).toEqual([code, !hteWithoutSei.has(code)]);
    }
  });

  it('reads both ways', () => {
    expect(subDomainsOf('6.2')).toEqual([
      { hteCode: '60102', strength: 'core' },
      { hteCode: '80601', strength: 'part' },
    ]);
    expect(seiThroughCrosswalk(['60302', '60103'], 'core')).toEqual(['4.4', '5.2', '6.4']);
    expect(seiThroughCrosswalk(['60302'], 'part')).toEqual(['5.3', '6.5']);
    expect(seiThroughCrosswalk(['80902', '99999'], 'core')).toEqual([]);
  });
});
