import fc from 'fast-check';
import type { Affiliation } from '@throughtrain/domain';
import type { PairMask } from '@throughtrain/matching';
import { aProject } from '@throughtrain/testing';
import { PairMasks } from './pair-masks';

const of = (institutionId: string, affiliation: Affiliation = {}, id = 'p') =>
  aProject({ id, institutionId, institution: { name: institutionId, ...affiliation } });
const enterprise = (said: Partial<PairMask> = {}): PairMask => ({ enterpriseId: 'e', declined: new Set(), ...said });
const isMasked = (mask: PairMask, ...members: Parameters<PairMasks['over']>[0]) =>
  new PairMasks([mask]).over(members)(0);

describe('PairMasks', () => {
  it.each<[string, Affiliation, Partial<PairMask>]>([
    ['itself', { creditCode: 'A' }, { enterpriseId: 'u' }],
    ['itself by its code, under another id', { creditCode: 'A' }, { creditCode: 'A' }],
    ['its group by code', { groupCreditCode: 'G' }, { creditCode: 'E', groupCreditCode: 'G' }],
    ['its group by name', { group: '甲集团（控股）' }, { group: '甲集团(控股)' }],
    ['its parent', { creditCode: 'G' }, { creditCode: 'E', groupCreditCode: 'G' }],
    ['its subsidiary', { creditCode: 'A', groupCreditCode: 'E' }, { creditCode: 'E' }],
  ])('keep from an enterprise the projects of %s', (_name, institution, mask) => {
    expect(isMasked(enterprise(mask), of('u', institution))).toBe(true);
    // Whatever record of it says so.
    expect(isMasked(enterprise(mask), of('v'), of('u', institution, 'q'))).toBe(true);
  });

  it('let all others through, also those of which nothing is known', () => {
    const asks = enterprise({ creditCode: 'E', group: '甲集团', groupCreditCode: 'G' });
    expect(isMasked(asks, of('u', { creditCode: 'A', group: '乙集团', groupCreditCode: 'H' }))).toBe(false);
    expect(isMasked(asks, of('u'))).toBe(false);
    expect(isMasked(enterprise(), of('u', { creditCode: 'A', group: '甲集团' }))).toBe(false);
    expect(isMasked(enterprise({ declined: new Set(['p']) }), of('u'))).toBe(true);
  });

  it('never show an enterprise a project of an institution of its group', () => {
    const code = fc.constantFrom('A', 'B', 'G', undefined);
    const affiliation = fc.record({
      creditCode: code,
      groupCreditCode: code,
      group: fc.constantFrom('甲', '乙', undefined),
    });
    fc.assert(
      fc.property(affiliation, affiliation, (institution, asks) => {
        const isOneGroup =
          (institution.group !== undefined && institution.group === asks.group) ||
          [institution.creditCode, institution.groupCreditCode].some(
            (one) => one !== undefined && (one === asks.creditCode || one === asks.groupCreditCode),
          );
        expect(isMasked(enterprise(asks), of('u', institution))).toBe(isOneGroup);
      }),
    );
  });

  it('belong to one demand each', () => {
    const hides = new PairMasks([enterprise({ enterpriseId: 'u' }), enterprise()]).over([of('u')]);
    expect([hides(0), hides(1), hides(2)]).toEqual([true, false, false]);
  });
});
