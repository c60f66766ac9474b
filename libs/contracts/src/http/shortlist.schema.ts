import { z } from 'zod';
import { bandMeaningListSchema } from './band.schema';
import { shortlistExample, shortlistEntryExample } from './answer-examples';
import { day } from '../records/fields';
import { boundLimitSchema, explainedPairFields, reasonSchema, scoreTermSchema } from './explanation.schema';
import { projectDigestFields } from './project.schema';
import { listOf } from './page.schema';
import { instant } from './text';

export const shortlistHeadSchema = z.object({
  id: z.uuid(),
  runId: z.uuid(),
  roadshowId: z.uuid(),
  domain: z.string().describe('SEI 2018 code'),
  size: z.int().describe('Places asked for'),
  entryCount: z.int().min(0).describe('Places filled; fewer than asked for rather than padded'),
  state: z.enum(['draft', 'frozen']),
  limits: z.array(boundLimitSchema).readonly(),
  uncovered: z
    .array(z.object({ demandId: z.uuid(), title: z.string() }))
    .readonly()
    .describe('Demands that no entry answers'),
  deadline: z.string().optional(),
  frozenAt: instant.optional(),
  pushedAt: instant.optional(),
});
export const shortlistListSchema = listOf(shortlistHeadSchema);

const entryHead = z.object({
  rank: z.int().min(1),
  projectId: z.uuid(),
  revision: z.int().min(1),
  ...projectDigestFields,
  channel: z.string(),
  otherChannels: z.array(z.string()).readonly(),
  score: z.number(),
});

export const shortlistSchema = shortlistHeadSchema
  .extend({
    entries: z
      .array(
        entryHead.extend({
          best: z
            .object({
              demandId: z.uuid(),
              demandTitle: z.string(),
              enterpriseId: z.uuid(),
              enterpriseName: z.string(),
              relevance: z.number(),
              match: z.number(),
            })
            .optional()
            .describe('The demand that it answers best'),
          reasons: z.array(reasonSchema).readonly().describe('The three strongest'),
        }),
      )
      .readonly(),
  })
  .meta({ example: shortlistExample });

export const shortlistEntrySchema = entryHead
  .extend({
    summary: z.string(),
    withoutCode: z.boolean().describe('The project names no code of the domain; its text put it here'),
    terms: z.array(scoreTermSchema).readonly(),
    matches: z
      .array(
        z.object({
          demandId: z.uuid(),
          demandTitle: z.string(),
          enterpriseId: z.uuid(),
          enterpriseName: z.string(),
          ...explainedPairFields,
        }),
      )
      .readonly()
      .describe('Demands that it answers, best first'),
    bands: bandMeaningListSchema,
    reasons: z.array(reasonSchema).readonly(),
  })
  .meta({ example: shortlistEntryExample });

export const freezeSchema = z
  .strictObject({ deadline: day.exactOptional().describe('Last day on which enterprises may answer') })
  .prefault({})
  .meta({ example: { deadline: '2030-08-31' } });
