import { submissionFault, type SubmissionFacts } from './submission-fault';

const callId = '5d6b3f0a-3a55-4f0e-9a52-6c1a8d1f2b01';
const call = { isClosed: false, opens: '2026-06-01', closes: '2026-06-30' };
const authority = { basis: 'letter', reference: '授2026-3', grantedOn: '2026-06-15' } as const;

describe('submissionFault', () => {
  const codeOf = (record: Parameters<typeof submissionFault>[0], facts: SubmissionFacts) =>
    submissionFault(record, facts)?.code;

  it('takes a call from its opening to its closing day', () => {
    expect(codeOf({ callId }, { today: '2026-06-01', call })).toBeUndefined();
    expect(codeOf({ callId }, { today: '2026-06-30', call })).toBeUndefined();
    expect(codeOf({ callId }, { today: '2026-05-31', call })).toBe('project.call-closed');
    expect(codeOf({ callId }, { today: '2026-07-01', call })).toBe('project.call-closed');
    expect(codeOf({ callId }, { today: '2026-06-15', call: { ...call, isClosed: true } })).toBe('project.call-closed');
  });

  it('refuses a call that it does not know, and none at all not', () => {
    expect(submissionFault({ callId }, { today: '2026-06-15' })).toMatchObject({
      column: 'callId',
      code: 'project.call-unknown',
    });
    expect(codeOf({}, { today: '2026-06-15' })).toBeUndefined();
  });

  it('lets a record be mended that answered the call while it was open', () => {
    expect(codeOf({ callId }, { today: '2026-07-01', call: 'kept' })).toBeUndefined();
  });

  it('refuses an authority of tomorrow', () => {
    expect(codeOf({ authority }, { today: '2026-06-15' })).toBeUndefined();
    expect(submissionFault({ authority }, { today: '2026-06-14' })).toMatchObject({
      column: 'authority.grantedOn',
      code: 'project.authority-in-future',
    });
  });
});
