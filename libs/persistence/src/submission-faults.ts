import type { ProjectRecord } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { submissionFault, type StoreOutcome, type SubmissionFacts } from '@throughtrain/ingestion';
import type { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

const callsSql = `
  select wanted.place::integer, call.state = 'closed' as "isClosed", call.opens::text as opens, call.closes::text as closes,
         coalesce((select content->>'callId' from project_revision where project_id = project.id order by revision desc limit 1)
                  = wanted.call_id::text, false) as "isKept"
    from unnest($1::text[], $2::text[], $3::uuid[]) with ordinality as wanted (channel, external_id, call_id, place)
    left join call on call.id = wanted.call_id
    left join project on project.channel = wanted.channel and project.external_id = wanted.external_id and project.submitted_by = $4`;

interface CallRow {
  readonly place: number;
  readonly isClosed: boolean | null;
  readonly opens: string | null;
  readonly closes: string | null;
  readonly isKept: boolean;
}

/**
 * @param today day in China, YYYY-MM-DD
 * @returns for each record why it can not be taken, undefined where it can
 */
export async function submissionFaults(
  uow: TypeOrmUnitOfWork,
  scope: Scope,
  records: readonly ProjectRecord[],
  today: string,
): Promise<readonly (Extract<StoreOutcome, object> | undefined)[]> {
  const calls = await callsOf(
    uow,
    scope,
    records.filter(({ callId }) => callId !== undefined),
  );
  return records.map((record) => {
    const call = calls.get(record);
    return submissionFault(record, { today, ...(call !== undefined && { call }) });
  });
}

async function callsOf(
  uow: TypeOrmUnitOfWork,
  scope: Scope,
  records: readonly ProjectRecord[],
): Promise<ReadonlyMap<ProjectRecord, NonNullable<SubmissionFacts['call']>>> {
  const calls = new Map<ProjectRecord, NonNullable<SubmissionFacts['call']>>();
  if (records.length === 0) return calls;
  const rows = await uow.rows<CallRow>(callsSql, [
    records.map(({ channel }) => channel),
    records.map(({ externalId }) => externalId),
    records.map(({ callId }) => callId),
    scope.organisationId,
  ]);
  for (const { place, isClosed, opens, closes, isKept } of rows) {
    const record = records[place - 1];
    if (record === undefined) continue;
    if (isKept) calls.set(record, 'kept');
    else if (isClosed !== null && opens !== null && closes !== null) calls.set(record, { isClosed, opens, closes });
  }
  return calls;
}
