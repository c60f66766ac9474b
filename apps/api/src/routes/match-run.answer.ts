import type { matchRunEventSchema, matchRunSchema } from '@throughtrain/contracts';
import type { MatchRun } from '@throughtrain/matching';
import type { z } from 'zod';

export function toMatchRun({ failure, createdAt, finishedAt, ...run }: MatchRun): z.input<typeof matchRunSchema> {
  return {
    ...run,
    failureCode: failure?.code,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString(),
  };
}

export function toMatchRunEvent({
  state,
  progress,
  failure,
}: Pick<MatchRun, 'state' | 'progress' | 'failure'>): z.output<typeof matchRunEventSchema> {
  return { state, progress, ...(failure && { failureCode: failure.code }) };
}
