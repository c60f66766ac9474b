import fc from 'fast-check';
import type { DemandRecord, ProjectRecord } from '@throughtrain/contracts';
import { parseAnalysis } from '@throughtrain/text';
import { hashRecord, prepareDemand, prepareEnterprise, prepareProject } from './prepare-record';

const project: ProjectRecord = {
  externalId: 'P-1',
  channel: 'open-call',
  secrecy: '公开',
  title: '低温电解液',
  summary: '锂电池',
  keywords: ['添加剂'],
  seiCodes: ['5.2'],
  hteCodes: [],
  patents: [],
  cooperation: [],
  consentToPush: false,
};
const demand: DemandRecord = {
  externalId: 'D-1',
  enterpriseExternalId: 'E-1',
  title: '低温电解液',
  description: '锂电池',
  keywords: [],
  seiCodes: [],
  hteCodes: [],
  indicators: ['内阻小于 1 mΩ'],
  cooperation: [],
};

/** The same value with the keys of every object in another order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}

describe('hashRecord', () => {
  it('does not depend on the order of keys, at any level', () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(record, (value) => {
        expect(hashRecord(turned(value) as object).equals(hashRecord(value))).toBe(true);
      }),
    );
  });

  it('depends on every value and on the order of a list', () => {
    const hashes = [
      project,
      { ...project, title: '低温电解质' },
      { ...project, consentToPush: true },
      { ...project, seiCodes: ['5.2', '3.1'] },
      { ...project, seiCodes: ['3.1', '5.2'] },
    ].map((record) => hashRecord(record).toString('hex'));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes an absent field and one that is undefined for the same', () => {
    expect(hashRecord({ ...project, trl: undefined }).equals(hashRecord(project))).toBe(true);
  });
});

describe('prepareProject', () => {
  it('detects the language, keeps a declared one, and leaves an unknown one absent', () => {
    expect(prepareProject(project).record.language).toBe('zh');
    expect(prepareProject({ ...project, language: 'other' }).record.language).toBe('other');
    expect(prepareProject({ ...project, title: '2024', summary: '—' }).record).not.toHaveProperty('language');
  });

  it('hashes what it stores, so that a declared and a detected language are one content', () => {
    const detected = prepareProject(project);
    expect(detected.contentHash.equals(prepareProject({ ...project, language: 'zh' }).contentHash)).toBe(true);
    expect(detected.contentHash.equals(hashRecord(detected.record))).toBe(true);
  });

  it('analyses title, keywords and summary as three fields', () => {
    const { terms, analyserVersion } = prepareProject(project);
    const counts = new Map(parseAnalysis(terms).terms);
    expect(counts.get('w低温')).toEqual([1, 0, 0]);
    expect(counts.get('w添加剂')).toEqual([0, 1, 0]);
    expect(counts.get('w锂电池')).toEqual([0, 0, 1]);
    expect(analyserVersion).toBe('words-2');
  });
});

describe('prepareDemand', () => {
  it('reads indicators as part of the text', () => {
    expect(new Map(parseAnalysis(prepareDemand(demand).terms).terms).get('w内阻')).toEqual([0, 0, 1]);
  });
});

describe('a contact', () => {
  const contact = { name: '张三', phone: '13812345678' };

  it('is taken out of the record and its hash, which say only that there is one', () => {
    const prepared = prepareProject({ ...project, contact });
    expect(prepared.contact).toEqual(contact);
    expect(prepared.record).toMatchObject({ contactRef: 'on-file' });
    expect(prepared.record).not.toHaveProperty('contact');
    const other = prepareProject({ ...project, contactRef: 'c-1', contact: { name: '李四', email: 'li@example.org' } });
    expect(other.contentHash.equals(prepared.contentHash)).toBe(true);
    expect(JSON.stringify({ ...prepared, contact: undefined })).not.toContain('张三');
  });

  it('leaves the hashes of records without one as they were', () => {
    expect(prepareProject(project).contentHash.equals(hashRecord({ ...project, language: 'zh' }))).toBe(true);
    expect(prepareProject({ ...project, contactRef: 'c-1' }).record).toMatchObject({ contactRef: 'c-1' });
    expect(prepareProject(project)).toHaveProperty('contact', undefined);
  });

  it('is taken out of an enterprise, too', () => {
    const enterprise = {
      externalId: 'E-1',
      creditCode: '91350100M000100Y43',
      name: '甲',
      kind: 'enterprise' as const,
      regionCode: '350100',
      mainProducts: '乙',
    };
    const prepared = prepareEnterprise({ ...enterprise, contact });
    expect(prepared).toEqual({
      record: { ...enterprise, contactRef: 'on-file' },
      contact,
      contentHash: hashRecord({ ...enterprise, contactRef: 'on-file' }),
    });
    expect(prepareEnterprise(enterprise).contentHash.equals(hashRecord(enterprise))).toBe(true);
  });
});
