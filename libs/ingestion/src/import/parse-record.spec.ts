import fc from 'fast-check';
import { channelLabels, cooperationLabels, ownershipLabels, stageLabels } from '@throughtrain/domain';
import { parseRecord } from './parse-record';

const project = {
  externalId: 'P-1',
  channel: 'open-call',
  secrecy: '公开',
  title: '低温电解液',
  summary: '面向低温场景的锂离子电池电解液。',
};
const enterprise = {
  externalId: 'E-1',
  creditCode: '91000000EX0000001H',
  name: '示例企业',
  regionCode: '340200',
  mainProducts: '电池',
};
const demand = { externalId: 'D-1', enterpriseExternalId: 'E-1', title: '低温电解液', description: '零下三十度可用。' };

function recordOf(value: unknown) {
  const parsed = parseRecord('projects', value);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.record;
}
function faultsOf(value: unknown, kind: Parameters<typeof parseRecord>[0] = 'projects') {
  const parsed = parseRecord(kind, value);
  return 'faults' in parsed ? parsed.faults : [];
}

describe('parseRecord', () => {
  it('takes the least record of each kind and fills in empty lists', () => {
    expect(recordOf(project)).toEqual({
      ...project,
      keywords: [],
      seiCodes: [],
      hteCodes: [],
      patents: [],
      cooperation: [],
      consentToPush: false,
    });
    expect(parseRecord('enterprises', enterprise)).toEqual({
      record: { ...enterprise, kind: 'enterprise' },
      notes: [],
    });
    expect(faultsOf(demand, 'demands')).toEqual([]);
  });

  it('takes the label of the official form for every code', () => {
    for (const [code, label] of Object.entries(channelLabels))
      expect(recordOf({ ...project, channel: label }).channel).toBe(code);
    for (const [code, label] of Object.entries(stageLabels))
      expect(recordOf({ ...project, stage: label }).stage).toBe(code);
    for (const [code, label] of Object.entries(ownershipLabels))
      expect(recordOf({ ...project, ownership: label }).ownership).toBe(code);
    expect(
      recordOf({
        ...project,
        cooperation: [...Object.keys(cooperationLabels), ...Object.values(cooperationLabels)].slice(5, 15),
      }).cooperation.length,
    ).toBe(10);
    expect(recordOf({ ...project, secrecy: 'public' }).secrecy).toBe('公开');
  });

  it('trims texts, drops repeats and folds credit codes', () => {
    const record = recordOf({
      ...project,
      title: '  低温电解液 ',
      keywords: ['电池', ' 电池'],
      institution: { name: '示例大学', creditCode: '１２000000ex0000002r' },
    });
    expect(record).toMatchObject({
      title: '低温电解液',
      keywords: ['电池'],
      institution: { creditCode: '12000000EX0000002R' },
    });
  });

  it.each([
    ['a field that is missing', { title: undefined }, 'title', 'field.required'],
    ['a list value that is missing', { channel: undefined }, 'channel', 'field.required'],
    ['a declaration that is missing', { secrecy: undefined }, 'secrecy', 'field.required'],
    ['a field inside another that is missing', { institution: {} }, 'institution.name', 'field.required'],
    ['nothing where a list value is due', { channel: null }, 'channel', 'field.invalid-value'],
    ['another type', { title: 5 }, 'title', 'field.invalid-type'],
    ['an empty text', { title: ' ' }, 'title', 'field.too-small'],
    ['a text beyond its limit', { title: 'x'.repeat(301) }, 'title', 'field.too-big'],
    [
      'a list beyond its limit',
      { keywords: Array.from({ length: 21 }, (_, i) => `k${i}`) },
      'keywords',
      'field.too-big',
    ],
    ['a code that is not in the list', { channel: 'post' }, 'channel', 'field.invalid-value'],
    ['a control character', { title: 'a\u0000b' }, 'title', 'field.invalid'],
    ['half a surrogate pair', { title: 'a\ud800' }, 'title', 'field.invalid'],
    ['a text without anything to see', { title: '\u200b\u2060' }, 'title', 'field.invalid'],
    [
      'a credit code that fails its check',
      { institution: { name: 'x', creditCode: '12000000EX0000002X' } },
      'institution.creditCode',
      'field.invalid',
    ],
    ['an end of validity that does not exist', { validUntil: '2026-02-30' }, 'validUntil', 'field.invalid-format'],
    ['an ownership that is not in the list', { ownership: 'mine' }, 'ownership', 'field.invalid-value'],
    ['a consent that is no yes or no', { consentToPush: '是' }, 'consentToPush', 'field.invalid-type'],
    ['a contact that is no opaque reference', { contactRef: 'a@example.org' }, 'contactRef', 'field.invalid-format'],
    ['a reference that is a number to call', { contactRef: '13812345678' }, 'contactRef', 'field.invalid'],
    ['a contact nobody can call', { contact: { name: '张三' } }, 'contact', 'field.invalid'],
    [
      'what a contact has no place for',
      { contact: { 张三: 1, name: '张三', phone: '13812345678' } },
      'contact',
      'field.unknown',
    ],
    ['an identifier with a space', { externalId: 'a b' }, 'externalId', 'field.invalid-format'],
    ['a field that does not exist', { titel: 'x' }, 'titel', 'field.unknown'],
    [
      'fields inside another that do not exist',
      { institution: { name: 'x', nmae: 'y', phone: 'z' } },
      'institution.nmae, institution.phone',
      'field.unknown',
    ],
  ])('names %s', (_, change, column, code) => {
    const faults = faultsOf({ ...project, ...change });
    expect(faults).toEqual([expect.objectContaining({ column, code, message: expect.stringMatching(/./) })]);
  });

  it.each<[string, object, object]>([
    ['a readiness level out of range', { trl: 14 }, {}],
    ['a stage that is not in the list', { stage: 'done' }, {}],
    ['a day that does not exist', { confirmedOn: '2026-02-30' }, {}],
    ['a price that is upside down', { priceWan: { min: 2, max: 1 } }, {}],
    ['a price without an end', { priceWan: { min: 1 } }, {}],
    ['one of several domain codes', { seiCodes: ['5.9', '5.2', 'x'] }, { seiCodes: ['5.2'] }],
    [
      'more codes than a list takes',
      { hteCodes: ['10101', '10102', '10103', '10104'] },
      { hteCodes: ['10101', '10102', '10103'] },
    ],
    [
      'a region of the institution',
      { institution: { name: 'x', regionCode: '990000' } },
      { institution: { name: 'x' } },
    ],
    ['a region without its institution', { institution: { regionCode: '340200' } }, {}],
    ['several at once', { trl: 0, level: 'best', language: 'fr' }, {}],
  ])('keeps the row without %s', (_, said, kept) => {
    const parsed = parseRecord('projects', { ...project, ...said });
    expect(parsed).toMatchObject({ record: { ...recordOf(project), ...kept } });
    const notes = 'notes' in parsed ? parsed.notes : [];
    expect(new Set(notes.map(({ code }) => code))).toEqual(new Set(['value.dropped']));
    expect(Object.keys('record' in parsed ? parsed.record : {}).sort()).toEqual(
      Object.keys({ ...recordOf(project), ...kept }).sort(),
    );
  });

  it('refuses a row for what counts, whatever else could be left out', () => {
    expect(faultsOf({ ...project, trl: 14, ownership: 'mine' }).map(({ column }) => column)).toEqual([
      'trl',
      'ownership',
    ]);
    expect(faultsOf({ ...enterprise, regionCode: '990000' }, 'enterprises').map(({ column }) => column)).toEqual([
      'regionCode',
    ]);
  });

  it('tells the value of what it leaves out or refuses, cut short, but not of a person', () => {
    const told = (said: object) => {
      const parsed = parseRecord('projects', { ...project, ...said });
      return ('faults' in parsed ? parsed.faults : parsed.notes).map(({ value }) => value);
    };
    expect(told({ trl: 14 })).toEqual(['14']);
    expect(told({ ownership: '不清楚' })).toEqual(['不清楚']);
    expect(told({ title: '𠮷'.repeat(301) })).toEqual([`${'𠮷'.repeat(100)}…`]);
    expect(told({ contactRef: '张三 x' })).toEqual([undefined]);
    expect(told({ ownership: '找张三 13812345678' })).toEqual([undefined]);
  });

  it('takes what a row lacks for missing in each kind, and a fault of the whole row for no missing field', () => {
    const missing = (value: object, kind: Parameters<typeof parseRecord>[0]) =>
      faultsOf(value, kind)
        .filter(({ code }) => code === 'field.required')
        .map(({ column, message }) => [column, message]);
    expect(missing({}, 'projects').map(([column]) => column)).toEqual(Object.keys(project));
    expect(missing({}, 'demands').map(([column]) => column)).toEqual(Object.keys(demand));
    expect(missing({ ...enterprise, name: undefined }, 'enterprises')).toEqual([['name', 'is required']]);
    expect(faultsOf(undefined).map(({ code }) => code)).toEqual(['field.invalid-type']);
  });

  it('names a month of a demand that is none', () => {
    expect(parseRecord('demands', { ...demand, deadline: '2026-13' })).toMatchObject({
      notes: [
        {
          column: 'deadline',
          code: 'value.dropped',
          message: 'must be a month, YYYY-MM; the row is stored without it',
          value: '2026-13',
        },
      ],
    });
  });

  it.each([null, undefined, 5, 'text', true, []])('refuses %p, which is no record', (value) => {
    const faults = faultsOf(value);
    expect(faults).toHaveLength(1);
    expect(faults[0]).not.toHaveProperty('column');
  });

  it('tells at most ten faults of a row and five unknown fields', () => {
    const bad = { ...project, keywords: Array.from({ length: 20 }, () => 5) };
    expect(faultsOf(bad)).toHaveLength(10);
    const strange = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`x${i}`, 1]));
    expect(faultsOf({ ...project, ...strange })[0]?.column).toBe('x0, x1, x2, x3, x4');
  });

  it('names an unknown field only by what looks like a name', () => {
    const unknown = { code: 'field.unknown', message: 'there is no such field' };
    for (const key of ['y'.repeat(41), '某型号 推进剂配方', '', 'a\u0000b', '\u202ea'])
      expect(faultsOf({ ...project, [key]: 1 })).toEqual([unknown]);
    expect(faultsOf({ ...project, 'a b': 1, ['y'.repeat(40)]: 1, '负责人_1.a-b': 1 })).toEqual([
      { ...unknown, column: `${'y'.repeat(40)}, 负责人_1.a-b` },
    ]);
  });

  it('lets nothing in through __proto__ or constructor', () => {
    const hostile = JSON.parse(
      `{"__proto__": {"consentToPush": true}, "constructor": {"prototype": {"polluted": 1}}, ${JSON.stringify(project).slice(1)}`,
    ) as unknown;
    expect(faultsOf(hostile)[0]?.code).toBe('field.unknown');
    expect({}).not.toHaveProperty('polluted');
    const onlyPrototype = JSON.parse(
      `{"__proto__": {"consentToPush": true}, ${JSON.stringify(project).slice(1)}`,
    ) as unknown;
    const parsed = parseRecord('projects', onlyPrototype);
    // Refused or read without it; never taken over.
    expect('faults' in parsed || !parsed.record.consentToPush).toBe(true);
  });

  describe('secrecy', () => {
    const refused = {
      faults: [{ code: 'project.secrecy-not-public' }],
      seals: { channel: 'open-call', externalId: 'P-1' },
    };

    it.each(['秘密', '机密', 'secret', 'PUBLIC', ' 公开', 1, true, ['公开'], {}])(
      'refuses %p by the code alone',
      (secrecy) => {
        expect(parseRecord('projects', { ...project, secrecy })).toEqual(refused);
      },
    );

    it.each([
      ['in capitals', { SECRECY: '秘密' }],
      ['in wide letters', { ｓｅｃｒｅｃｙ: '秘密' }],
      ['with spaces around', { ' Secrecy\u3000': '秘密' }],
      ['in Chinese', { 密级: '机密' }],
      ['within another field', { institution: { name: '某所', 密级: '秘密' } }],
      ['within a list', { keywords: [[{ secrecy: null }]] }],
      ['below the prototype', JSON.parse('{"__proto__": {"secrecy": "秘密"}}') as object],
    ])('finds it %s', (_where, said) => {
      const row = Object.defineProperties({ ...project }, Object.getOwnPropertyDescriptors(said));
      expect(parseRecord('projects', row)).toEqual(refused);
    });

    it('takes another spelling of public for an unknown field', () => {
      expect(faultsOf({ ...project, 密级: '公开', Secrecy: 'public' })).toEqual([
        expect.objectContaining({ column: '密级, Secrecy', code: 'field.unknown' }),
      ]);
    });

    it('refuses a row that declares it twice, and minds no other repeat', () => {
      for (const key of ['secrecy', 'SECRECY', '密级'])
        expect(parseRecord('projects', project, ['title', key])).toEqual(refused);
      expect(parseRecord('projects', project, ['title'])).toHaveProperty('record');
    });

    it('finds it below more levels than the stack has', () => {
      const depth = 30_000;
      const nested = `${'{"a":['.repeat(depth)}{"密级":"秘密"}${']}'.repeat(depth)}`;
      const row: unknown = JSON.parse(`{"channel":"open-call","externalId":"P-1","a":${nested}}`);
      expect(parseRecord('projects', row)).toEqual(refused);
    });

    it('names the project that must go, as far as the row tells which', () => {
      const of = (said: object) => parseRecord('projects', { ...project, secrecy: '秘密', ...said });
      expect(of({ channel: channelLabels['open-call'], externalId: ' P-1 ' })).toEqual(refused);
      for (const said of [{ channel: undefined }, { channel: 'post' }, { externalId: 5 }, { externalId: 'a b' }])
        expect(of(said)).toEqual({ faults: refused.faults });
    });

    it('says nothing else of such a row, however wrong it is', () => {
      const value = { ...project, secrecy: '秘密', title: 5, unknownField: 'x' };
      expect(parseRecord('projects', value)).toEqual(refused);
    });

    it('asks for a declaration where there is none', () => {
      for (const secrecy of [undefined, null, '']) {
        const faults = faultsOf({ ...project, secrecy });
        expect(faults.map(({ column }) => column)).toEqual(['secrecy']);
        expect(faults[0]?.code).toBe(secrecy === undefined ? 'field.required' : 'field.invalid-value');
      }
    });

    it('never tells a value of such a row', () => {
      fc.assert(
        fc.property(
          fc.dictionary(fc.string(), fc.string({ minLength: 3 })),
          fc.string({ minLength: 1 }),
          (row, secrecy) => {
            fc.pre(secrecy !== '公开' && secrecy !== 'public');
            expect(faultsOf({ ...row, secrecy })).toEqual(refused.faults);
          },
        ),
      );
    });
  });

  it('never tells the value of a field in its message', () => {
    const secret = 'S3cret-Value';
    const fields = [
      'externalId',
      'channel',
      'stage',
      'trl',
      'institution',
      'priceWan',
      'ownership',
      'contactRef',
      'confirmedOn',
      'language',
      'seiCodes',
    ];
    for (const field of fields) {
      for (const value of [`${secret} ${secret}`, [`${secret}!`], { min: secret }]) {
        const faults = faultsOf({ ...project, [field]: value });
        expect(JSON.stringify(faults.map(({ message, column }) => [message, column]))).not.toContain(secret);
      }
    }
  });
});
