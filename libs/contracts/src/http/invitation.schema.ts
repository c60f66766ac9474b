import { cooperationLabels, declineReasonLabels, type Cooperation, type DeclineReason } from '@throughtrain/domain';
import { z } from 'zod';
import { intentExample, invitationExample } from './answer-examples';
import { bandMeaningListSchema, bandSchema } from './band.schema';
import { markedPairSchema, matchedWordSchema } from './explanation.schema';
import { industryDomainSchema } from './industry-domain.schema';
import { listOf } from './page.schema';
import { projectDigestFields } from './project.schema';
import { characters, instant } from './text';

const codesOf = <Code extends string>(labels: Readonly<Record<Code, string>>) =>
  Object.keys(labels) as [Code, ...Code[]];
const withoutRepeats = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

const level = z
  .literal([0, 1, 2, 3, 4])
  .describe('0 不感兴趣, 1 了解即可, 2 希望进一步了解, 3 希望现场对接, 4 明确合作意向');
const mode = z.enum(codesOf<Cooperation>(cooperationLabels));
const reasonCode = z.enum(codesOf<DeclineReason>(declineReasonLabels));

export const intentAnswerSchema = z
  .strictObject({
    level,
    modes: z
      .array(mode)
      .max(10)
      .default([])
      .transform(withoutRepeats)
      .describe('Ways of cooperation that it has in mind'),
    reasonCodes: z
      .array(reasonCode)
      .max(10)
      .default([])
      .transform(withoutRepeats)
      .describe('Why it declines; with level 0 only'),
    suggestion: characters(300).exactOptional(),
  })
  .meta({
    example: { level: 3, modes: ['joint-development'], reasonCodes: [], suggestion: '希望现场看到样机和检测报告' },
  });

export const intentSchema = z
  .object({
    version: z.int().min(1).describe('A changed mind is a new version'),
    level,
    modes: z.array(mode).readonly(),
    reasonCodes: z.array(reasonCode).readonly(),
    suggestion: z.string().optional(),
    answeredAt: instant,
  })
  .meta({ example: intentExample });
export const intentListSchema = listOf(intentSchema);

export const invitationHeadSchema = z.object({
  id: z.uuid(),
  roadshowId: z.uuid(),
  shortlistId: z.uuid(),
  enterpriseId: z.uuid(),
  enterpriseName: z.string(),
  hostName: z.string().describe('Who invites'),
  domain: industryDomainSchema.describe('Domain of the shortlist'),
  industryDomains: z.array(z.string()).readonly(),
  place: z.string(),
  month: z.string(),
  deadline: z.string().optional(),
  projects: z.int().min(0),
  answered: z.int().min(0),
  createdAt: instant,
});
export const invitationHeadListSchema = listOf(invitationHeadSchema);

export const invitationSchema = invitationHeadSchema
  .extend({
    items: z
      .array(
        z.object({
          position: z.int().min(1),
          projectId: z.uuid(),
          ...projectDigestFields,
          summary: z.string(),
          demandId: z.uuid(),
          demandTitle: z.string().describe('The demand of the enterprise that it answers best'),
          relevance: z.number(),
          band: bandSchema,
          match: z.number(),
          words: z.array(matchedWordSchema).readonly(),
          texts: markedPairSchema.optional().describe('In an invitation by itself; absent in lists'),
          intent: intentSchema.optional(),
        }),
      )
      .readonly(),
    bands: bandMeaningListSchema,
  })
  .meta({ example: invitationExample });
export const invitationListSchema = listOf(invitationSchema);
