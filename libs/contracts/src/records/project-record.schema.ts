import { channelLabels, cooperationLabels, ownershipLabels, stageLabels } from '@throughtrain/domain';
import { z } from 'zod';
import {
  coded,
  creditCode,
  day,
  distinct,
  externalId,
  hteCode,
  keyword,
  printable,
  regionCode,
  seiCode,
  wan,
} from './fields';

/** The only value of 密级 that may enter. */
const publicSecrecy = z
  .preprocess((value) => (value === 'public' ? '公开' : value), z.enum(['公开']))
  .meta({ enum: ['公开', 'public'] });

/** One project as a channel submits it: a line of NDJSON or an element of a JSON import. */
export const projectRecordSchema = z.strictObject({
  externalId: externalId.describe('Identifier of the submitting channel; (channel, externalId) is the identity'),
  channel: coded(channelLabels),
  secrecy: publicSecrecy.describe('密级: declaration of secrecy; only 公开 (public) is accepted'),
  title: printable(300),
  summary: printable(4_000),
  keywords: distinct(keyword, 20),
  language: z.enum(['zh', 'en', 'other']).optional().describe('Detected from the text when absent'),
  seiCodes: distinct(seiCode, 3),
  hteCodes: distinct(hteCode, 3),
  stage: coded(stageLabels).optional(),
  trl: z.int().min(1).max(13).optional(),
  institution: z
    .strictObject({
      name: printable(100),
      creditCode: creditCode.optional(),
      regionCode: regionCode.optional(),
      group: printable(100).optional(),
    })
    .optional()
    .describe('First completing institution'),
  patents: distinct(printable(40), 50),
  duplicateGroup: printable(64)
    .optional()
    .describe('Same value, in whatever channel and by whomever submitted: declared to be the same project'),
  programme: printable(100).optional(),
  cooperation: distinct(coded(cooperationLabels), 10),
  priceWan: z
    .strictObject({ min: wan, max: wan })
    .refine(({ min, max }) => min <= max, 'min is above max')
    .optional(),
  ownership: coded(ownershipLabels).optional(),
  consentToPush: z.boolean().default(false),
  contactRef: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be an opaque reference')
    .optional(),
  confirmedOn: day.optional(),
  validUntil: day.optional(),
});
export type ProjectRecord = z.infer<typeof projectRecordSchema>;
