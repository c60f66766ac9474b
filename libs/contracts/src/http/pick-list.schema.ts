import { z } from 'zod';
import { pickListExample } from './answer-examples';
import { boundLimitSchema, reasonSchema, scoreTermSchema } from './explanation.schema';
import { projectDigestFields } from './project.schema';
import { listOf } from './page.schema';
import { characters, instant } from './text';

export const pickListHeadSchema = z.object({
  id: z.uuid(),
  roadshowId: z.uuid(),
  version: z.int().min(1),
  state: z.enum(['draft', 'published', 'superseded']),
  profileVersion: z.int(),
  requested: z.int().describe('Picks asked for'),
  limits: z.array(boundLimitSchema).readonly(),
  createdAt: instant,
  publishedAt: instant.optional(),
});
export const pickListHeadListSchema = listOf(pickListHeadSchema);

const pickEntry = z.object({
  position: z.int().min(1),
  projectId: z.uuid(),
  revision: z.int().min(1),
  ...projectDigestFields,
  summary: z.string(),
  score: z.number(),
  terms: z.array(scoreTermSchema).readonly(),
  reasons: z.array(reasonSchema).readonly(),
  best: z
    .object({
      demandId: z.uuid(),
      demandTitle: z.string(),
      enterpriseId: z.uuid(),
      enterpriseName: z.string(),
      match: z.number(),
    })
    .optional()
    .describe('The demand that it answers best'),
  answers: z
    .object({ count: z.int().min(0), interested: z.int().min(0).describe('At level 2 and above, by the profile') })
    .describe('Enterprises that had answered when the list was made'),
  pinned: z.boolean(),
});

export const pickListSchema = pickListHeadSchema
  .extend({
    picks: z.array(pickEntry).readonly(),
    reserves: z.array(pickEntry).readonly(),
  })
  .meta({ example: pickListExample });

export const pickDirectiveSchema = z
  .strictObject({
    kind: z
      .enum(['pin', 'ban', 'clear'])
      .describe('onto the stage, off it, or take either back; the next pick list follows it'),
    reason: characters(300),
  })
  .meta({ example: { kind: 'pin', reason: '属本市重点产业链短板，多家企业明确要求现场对接' } });

export const pickDirectiveListSchema = listOf(
  z.object({ projectId: z.uuid(), kind: z.enum(['pin', 'ban']), reason: z.string() }),
);
