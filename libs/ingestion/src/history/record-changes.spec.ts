import { recordChanges } from './record-changes';

describe('recordChanges', () => {
  it('names fields that came, went and changed, and no others', () => {
    const before = { title: '旧', trl: 6, keywords: ['甲', '乙'], stage: 'initial' };
    const after = { title: '新', trl: 6, keywords: ['乙', '甲'], confirmedOn: '2026-06-01' };
    expect(recordChanges(before, after)).toEqual([
      { field: 'confirmedOn', after: '2026-06-01' },
      { field: 'keywords', before: ['甲', '乙'], after: ['乙', '甲'] },
      { field: 'stage', before: 'initial' },
      { field: 'title', before: '旧', after: '新' },
    ]);
    expect(recordChanges(before, { ...before })).toEqual([]);
  });

  it('looks into what is nested', () => {
    const before = { institution: { name: '澜州大学', regionCode: '340200' } };
    const after = { institution: { name: '澜州大学', creditCode: 'X' } };
    expect(recordChanges(before, after)).toEqual([
      { field: 'institution.creditCode', after: 'X' },
      { field: 'institution.regionCode', before: '340200' },
    ]);
    expect(recordChanges({}, after)).toEqual([
      { field: 'institution.creditCode', after: 'X' },
      { field: 'institution.name', after: '澜州大学' },
    ]);
  });

  it('cuts long texts between characters, also within lists', () => {
    const long = '𠮷'.repeat(201);
    expect(recordChanges({ summary: '短' }, { summary: long, indicators: [long, '95%'] })).toEqual([
      { field: 'indicators', after: [`${'𠮷'.repeat(200)}…`, '95%'] },
      { field: 'summary', before: '短', after: `${'𠮷'.repeat(200)}…` },
    ]);
  });

  it('says that a contact changed, and not into what', () => {
    expect(recordChanges({ contactRef: 'c-1' }, { contactRef: 'c-2', contact: { phone: '13800000000' } })).toEqual([
      { field: 'contact.phone' },
      { field: 'contactRef' },
    ]);
  });
});
