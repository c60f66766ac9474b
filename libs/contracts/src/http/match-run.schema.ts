import { z } from 'zod';
import { matchRunExample } from './answer-examples';
import { listOf, pageOf } from './page.schema';
import { instant } from './text';

const runState = z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']);

const runProgress = z.object({
  stage: z.enum(['queued', 'loading', 'scoring', 'choosing', 'storing', 'done']),
  done: z.int().min(0),
  total: z.int().min(0),
  waitingForShards: z
    .array(z.int().min(0))
    .readonly()
    .optional()
    .describe('Parts of the library that the run waits for, since no matcher serves them; absent when there are none'),
});

export const matchRunSchema = z
  .object({
    id: z.uuid(),
    roadshowId: z.uuid(),
    replayOf: z.uuid().optional(),
    state: runState,
    progress: runProgress,
    pinned: z
      .object({
        now: instant.describe('The clock of the run'),
        libraryPosition: z.string(),
        librarySettled: z
          .boolean()
          .describe('false when a long transaction kept the position back: imports that ended meanwhile are not in it'),
        profileVersion: z.int(),
        analyserVersion: z.string(),
        encoderVersion: z.string().optional().describe('Absent when words count alone'),
        statisticsVersion: z.string(),
        relevanceVersion: z.string(),
        codeVersion: z.string(),
        demands: z.int().min(0),
      })
      .describe('What the run reads: with it the run can be repeated byte for byte'),
    summary: z
      .object({
        projectsScored: z.int().min(0),
        demands: z.int().min(0),
        poolSize: z.int().min(0),
        pairsStored: z.int().min(0),
        bytesPerPair: z.number().min(0),
        exclusions: z.record(z.string(), z.int().min(0)).describe('Projects kept out, by gate'),
        resultHash: z.string().describe('SHA-256 over the shortlists; equal inputs give equal hashes'),
        ms: z.number().min(0).describe('From the moment in which a matcher took the run up for the first time'),
      })
      .optional(),
    failureCode: z.string().optional(),
    createdAt: instant,
    finishedAt: instant.optional(),
  })
  .meta({ example: matchRunExample });
export const matchRunListSchema = listOf(matchRunSchema);

/** `data` of the server-sent event `progress`. */
export const matchRunEventSchema = z.object({
  state: runState,
  progress: runProgress,
  failureCode: z.string().optional(),
});

export const exclusionPageSchema = pageOf(
  z.object({ projectId: z.uuid(), title: z.string(), gate: z.string().describe('The first gate that stopped it') }),
);
