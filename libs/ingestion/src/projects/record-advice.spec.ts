import { recordAdvice } from './record-advice';

const today = '2026-06-15';
const university = { kind: 'institution', name: '澜州大学' } as const;
const agency = { kind: 'agency', name: '澄湖技术转移中心' } as const;
const institution = { name: '澜州大学' };

describe('recordAdvice', () => {
  const codes = (
    record: Parameters<typeof recordAdvice>[0],
    submitter: Parameters<typeof recordAdvice>[1] = university,
  ) => recordAdvice(record, submitter, today).map(({ code }) => code);

  it('has nothing to say of a record that says enough', () => {
    expect(codes({ channel: 'open-call', institution })).toEqual([]);
    expect(codes({ channel: 'self-nominated', ownership: 'personal' })).toEqual([]);
    expect(codes({ channel: 'self-nominated', institution })).toEqual([]);
    expect(codes({ channel: 'national-programme', programme: '重点研发计划' })).toEqual([]);
    expect(codes({ channel: 'national-programme', programmeNumbers: ['2023YFB0000001'] })).toEqual([]);
    expect(codes({ channel: 'open-call', institution, validUntil: today, confirmedOn: today })).toEqual([]);
  });

  it('asks for what each channel brings with it', () => {
    expect(codes({ channel: 'national-programme' })).toEqual(['project.programme-missing']);
    expect(codes({ channel: 'targeted-call' })).toEqual(['project.call-missing']);
    expect(codes({ channel: 'self-nominated', ownership: 'sole' })).toEqual(['project.owner-unclear']);
    expect(codes({ channel: 'agency', institution }, agency)).toEqual(['project.authority-missing']);
  });

  it('tells days that do not hold', () => {
    const record = { channel: 'open-call', validUntil: '2026-06-14', confirmedOn: '2026-06-16' } as const;
    expect(codes(record)).toEqual(['project.expired', 'project.confirmed-in-future']);
  });

  it('is readable for people of both languages', () => {
    expect(recordAdvice({ channel: 'targeted-call' }, university, today)).toEqual([
      {
        column: 'callId',
        code: 'project.call-missing',
        message: expect.stringMatching(/^answers/),
        messageZh: expect.stringContaining('重点征集'),
      },
    ]);
  });
});
