import {
  applicationStatusLabels,
  authorityBasisLabels,
  channelLabels,
  cooperationLabels,
  ownershipLabels,
  personalDataIn,
  resultFormLabels,
  resultLevelLabels,
  stageLabels,
} from '@throughtrain/domain';
import { z } from 'zod';
import { contactSchema } from './contact.schema';
import {
  coded,
  creditCode,
  day,
  distinct,
  externalId,
  hteCode,
  keyword,
  printable,
  readinessLevel,
  regionCode,
  seiCode,
  some,
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
  trl: readinessLevel.optional(),
  institution: z
    .strictObject({
      name: printable(100),
      creditCode: creditCode.optional(),
      regionCode: regionCode.optional(),
      group: printable(100).optional(),
      groupCreditCode: creditCode.optional().describe('Credit code of the group that it belongs to'),
    })
    .optional()
    .describe('First completing institution'),
  patents: distinct(printable(40), 50),
  duplicateGroup: printable(64)
    .optional()
    .describe('Same value, in whatever channel and by whomever submitted: declared to be the same project'),
  programme: printable(100).optional(),
  programmeNumbers: some(printable(40), 20).describe('项目编号: numbers of the programmes that paid for it'),
  registrationNumber: printable(40).optional().describe('批准登记号 of the registration of results'),
  innovations: some(printable(200), 5).describe('主要创新点'),
  indicators: some(printable(200), 20).describe('主要技术经济指标: figures with their units'),
  market: printable(1_000).optional().describe('应用领域及市场前景'),
  forms: some(coded(resultFormLabels), 10).describe('成果体现形式'),
  level: coded(resultLevelLabels).optional().describe('成果水平, as declared; never a feature of the ranking'),
  applicationStatus: coded(applicationStatusLabels).optional().describe('应用状态'),
  cooperation: distinct(coded(cooperationLabels), 10),
  priceWan: z
    .strictObject({ min: wan, max: wan })
    .refine(({ min, max }) => min <= max, 'min is above max')
    .optional(),
  ownership: coded(ownershipLabels).optional(),
  consentToPush: z.boolean().default(false),
  contact: contactSchema.optional(),
  contactRef: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be an opaque reference', abort: true })
    .refine((text) => personalDataIn(text) === undefined, 'must be an opaque reference')
    .optional()
    .describe('Reference to a contact that is kept elsewhere; on-file: the contact that was given here before stays'),
  authority: z
    .strictObject({
      basis: coded(authorityBasisLabels),
      reference: printable(100).describe('Number or title of the document'),
      grantedOn: day,
    })
    .optional()
    .describe('By what right somebody else submits it for its owner'),
  callId: z.uuid().optional().describe('Targeted call that it answers'),
  secrecyReview: z
    .strictObject({ reviewedOn: day, reference: printable(100).describe('Number of the conclusion; no names') })
    .optional()
    .describe('保密审查: when the owner reviewed it, and under which number'),
  confirmedOn: day.optional(),
  validUntil: day.optional(),
});
export type ProjectRecord = z.infer<typeof projectRecordSchema>;
