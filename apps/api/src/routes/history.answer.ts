import type { historyPageSchema } from '@throughtrain/contracts';
import type { ToldRevision } from '@throughtrain/ingestion';
import type { z } from 'zod';
import { toPage } from '../edge/page';

/** A page of the history of a record, of which one revision more than it takes was read. */
export function toHistory(revisions: readonly ToldRevision[], limit: number): z.input<typeof historyPageSchema> {
  return toPage(
    revisions,
    limit,
    ({ recordedAt, ...revision }) => ({ ...revision, recordedAt: recordedAt.toISOString() }),
    ({ revision }) => String(revision),
  );
}
