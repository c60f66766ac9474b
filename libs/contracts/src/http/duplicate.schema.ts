import { projectStatuses } from '@throughtrain/domain';
import { z } from 'zod';
import { pageLimit, pageOf } from './page.schema';
import { characters, instant } from './text';

/** Most projects of one decision. */
const mostDecided = 10;

/** Score and ids of the last pair shown. */
const pairCursor = z.string().regex(/^[01]\.\d\d_[0-9a-f-]{36}_[0-9a-f-]{36}$/, 'is not a cursor of this list');

const state = z.enum(['suggested', 'joined', 'split', 'held']);

export const duplicateQuerySchema = z.object({
  state: state
    .default('suggested')
    .describe(
      'suggested: likely, and nobody has decided; joined: certain or merged; split: taken apart by a person; held (operators): the other of the two is sealed',
    ),
  cursor: pairCursor.optional().describe('nextCursor of the page before; absent for the first page'),
  limit: pageLimit,
});

const memberSchema = z.object({
  projectId: z.uuid().optional().describe('Absent, like the external id, for a project of another organisation'),
  externalId: z.string().optional(),
  isOwn: z.boolean(),
  channel: z.string(),
  status: z.enum(projectStatuses),
  title: z.string(),
  institution: z.string().optional().describe('First completing institution'),
});

const inBothLanguages = z.object({ zh: z.array(z.string()).readonly(), en: z.array(z.string()).readonly() });

const decisionSchema = z.object({
  verdict: z
    .enum(['merge', 'split', 'hold', 'release'])
    .describe('hold: kept from matching beside a sealed project; release: the rule no longer says what it said'),
  byHand: z.boolean().describe('false: by the rule'),
  reason: z.string().optional().describe('Told to operators and to the organisation that decided'),
  decidedAt: instant,
});

export const duplicatePairPageSchema = pageOf(
  z.object({
    projects: z.array(memberSchema).readonly().describe('Two projects'),
    class: z.enum(['certain', 'likely', 'none']).describe('What the rule says; none: merged or split without evidence'),
    score: z.number().min(0).max(1),
    evidence: inBothLanguages
      .optional()
      .describe('What speaks for one project, the strongest first; absent when one of the two is sealed'),
    decision: decisionSchema.optional().describe('The one in force'),
  }),
);

export const duplicateDecisionSchema = z
  .strictObject({
    projectIds: z
      .array(z.uuid())
      .min(2)
      .max(mostDecided)
      .refine((ids) => new Set(ids).size === ids.length, 'names a project twice')
      .describe('merge: each two of them are one project; split: the first is another than each of the others'),
    reason: characters(300),
  })
  .meta({
    example: {
      projectIds: ['0198a6b0-0000-7000-8000-000000000001', '0198a6b0-0000-7000-8000-000000000002'],
      reason: '同一成果分别由高校和技术转移机构报送',
    },
  });

export const duplicateGroupSchema = z.object({
  members: z
    .array(memberSchema)
    .readonly()
    .describe('The head, which is matched, first; only the project itself when it is in no group'),
  because: z
    .object({ code: z.string(), zh: z.string(), en: z.string() })
    .optional()
    .describe('Why the first member is the head; absent without a group'),
  isHeld: z.boolean().describe('Kept from matching because it may say what a sealed project says'),
  history: z
    .array(decisionSchema.extend({ other: memberSchema }))
    .readonly()
    .describe('Decisions about the project and another, newest first'),
});

export const newDuplicateSearchSchema = z
  .strictObject({
    scope: z
      .enum(['changed', 'all'])
      .describe('changed: what no search has compared as it is now; all: the whole library again'),
  })
  .meta({ example: { scope: 'all' } });

export const duplicateSearchSchema = z.object({
  id: z.uuid(),
  scope: z.enum(['changed', 'all']),
  state: z.enum(['queued', 'running', 'completed', 'failed']),
  projects: z.int().min(0).describe('Compared so far'),
  pairs: z.int().min(0).describe('Pairs that met under some key and were compared'),
  certain: z.int().min(0),
  likely: z.int().min(0),
  failureCode: z.string().optional(),
  createdAt: instant,
  finishedAt: instant.optional(),
});
