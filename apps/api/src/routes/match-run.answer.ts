import type { matchRunEventSchema, matchRunSchema } from '@throughtrain/contracts';
import type { MatchRun } from '@throughtrain/matching';
import type { z } from 'zod';

/** A run without the bulk of its input. */
export function toMatchRun({
  input,
  failure,
  createdAt,
  finishedAt,
  ...run
}: MatchRun): z.input<typeof matchRunSchema> {
  const {
    now,
    libraryPosition,
    profileVersion,
    analyserVersion,
    statisticsVersion,
    relevanceVersion,
    codeVersion,
    demands,
  } = input;
  return {
    ...run,
    pinned: {
      now,
      libraryPosition,
      profileVersion,
      analyserVersion,
      statisticsVersion,
      relevanceVersion,
      codeVersion,
      demands: demands.length,
    },
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
