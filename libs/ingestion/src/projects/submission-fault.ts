import type { ProjectRecord } from '@throughtrain/contracts';
import type { StoreOutcome } from '../ports/record-stores.port';

/** What a submission meets on the day of its import. */
export interface SubmissionFacts {
  /** Day in China, YYYY-MM-DD. */
  readonly today: string;
  /** What is known of the call that the record names: `kept` when the stored record names it already, absent when there is no such call. */
  readonly call?: 'kept' | { readonly isClosed: boolean; readonly opens: string; readonly closes: string };
}

type Refusal = Extract<StoreOutcome, object>;

/** @returns why a record can not be taken as it is submitted, undefined when it can. A record that answered a call may be mended after its end */
export function submissionFault(
  { authority, callId }: Pick<ProjectRecord, 'authority' | 'callId'>,
  { today, call }: SubmissionFacts,
): Refusal | undefined {
  if (authority !== undefined && authority.grantedOn > today) {
    const message = 'the authority is dated later than today';
    return { column: 'authority.grantedOn', code: 'project.authority-in-future', message };
  }
  if (callId === undefined || call === 'kept') return undefined;
  if (call === undefined) {
    return { column: 'callId', code: 'project.call-unknown', message: 'there is no call with this id' };
  }
  if (call.isClosed || today < call.opens || today > call.closes) {
    return { column: 'callId', code: 'project.call-closed', message: 'the call takes no submissions today' };
  }
  return undefined;
}
