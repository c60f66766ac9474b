import { lacksAuthority, type Submitter } from './authority';

const agency: Submitter = { kind: 'agency', name: '澄湖技术转移中心', creditCode: '12340200TT0000001A' };
const granted = { basis: 'commission', reference: '委2026-17' };

describe('lacksAuthority', () => {
  it('asks an intermediary by what right it submits what is not its own', () => {
    const institution = { name: '澜州大学' };
    expect(lacksAuthority({ institution }, agency)).toBe(true);
    expect(lacksAuthority({ institution, authority: granted }, agency)).toBe(false);
    expect(lacksAuthority({}, agency)).toBe(true);
    expect(lacksAuthority({ institution }, { ...agency, kind: 'host' })).toBe(true);
  });

  it('knows what is its own by credit code, else by name', () => {
    expect(lacksAuthority({ institution: { name: '又名', creditCode: agency.creditCode } }, agency)).toBe(false);
    expect(lacksAuthority({ institution: { name: '澄湖 技术转移中心' } }, agency)).toBe(false);
    expect(lacksAuthority({ institution: { name: agency.name, creditCode: 'another' } }, agency)).toBe(true);
    expect(lacksAuthority({ institution: { name: agency.name } }, { kind: 'agency', name: agency.name })).toBe(false);
  });

  it('lets owners and researchers speak for themselves', () => {
    expect(lacksAuthority({}, { kind: 'institution', name: '澜州大学' })).toBe(false);
    expect(lacksAuthority({ institution: { name: '别的大学' } }, { kind: 'enterprise', name: '甲公司' })).toBe(false);
  });
});
