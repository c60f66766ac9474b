import { completenessLevels, matchingNeeds, projectStatuses, pushNeeds } from '@throughtrain/domain';
import { z } from 'zod';
import { day } from '../records/fields';
import { listOf, pageOf, pageQuery } from './page.schema';
import { suggestedDomains } from './suggested-domain.schema';
import { characters, instant } from './text';

/** What lists say of a project: the words of the revision that was matched. Its summary is apart, since long lists leave it out. */
export const projectDigestFields = {
  status: z
    .enum(projectStatuses)
    .describe('What has become of it since: withdrawn by its owner, or sealed, when its words are shown to nobody'),
  title: z.string(),
  institution: z.string().optional().describe('First completing institution'),
  subDomain: z.string().optional().describe('HTE 2016, level 3'),
  stage: z.string().optional(),
  trl: z.int().optional(),
  programme: z.string().optional(),
  patents: z.int().min(0).describe('How many it names by a number'),
  cooperation: z.array(z.string()).readonly(),
};

/** A stored record goes out as it is: an old one need not fit the rules of today. */
const storedRecord = z.record(z.string(), z.unknown());

export const projectSchema = z.object({
  id: z.uuid(),
  revision: z.int().min(1),
  status: z.enum(projectStatuses),
  record: storedRecord.describe('Fields of a project record; see POST /v1/imports/projects'),
  recordedAt: instant,
  level: z.enum(completenessLevels).optional().describe('How complete it is; absent when it is sealed'),
  lacks: z
    .array(z.enum([...matchingNeeds, ...pushNeeds]))
    .readonly()
    .optional()
    .describe('What it lacks for the next level'),
  submittedBy: z.object({ id: z.uuid(), name: z.string() }).describe('Who brought it in; not always whose it is'),
  advice: z
    .array(z.object({ column: z.string(), code: z.string(), message: z.string(), messageZh: z.string() }))
    .readonly()
    .describe('What might be mended'),
  suggestedDomains: suggestedDomains.optional().describe('Of a project that names no domain code; in lists never told'),
});
export const dueProjectPageSchema = pageOf(projectSchema);
export const dueProjectQuerySchema = pageQuery(z.uuid()).extend({
  due: z
    .enum(['confirmation', 'expired'])
    .describe(
      'confirmation: active, and not confirmed for long; expired: active, and past the last day on which it holds',
    ),
});

export const withdrawalSchema = z
  .strictObject({ reason: characters(300) })
  .meta({ example: { reason: '专利已独占许可，不再对外合作' } });
export const purgeSchema = z
  .strictObject({ reason: characters(300) })
  .meta({ example: { reason: '误入内容，按应急处置流程清除，编号 2026-03' } });

/** The revision that an act on a project made, or the one that said the same before. */
export const revisedProjectSchema = z.object({ revision: z.int().min(1) });

const confirmedOn = day.exactOptional().describe('Today in China when it is absent');
export const confirmationSchema = z
  .strictObject({ confirmedOn })
  .prefault({})
  .meta({ example: { confirmedOn: '2026-05-01' } });

export const confirmationsSchema = z
  .strictObject({ projectIds: z.array(z.uuid()).min(1).max(500), confirmedOn })
  .meta({ example: { projectIds: ['e3b8f1a6-4c7d-4e29-9b5a-2f6d8c0a1e05'] } });

export const confirmationListSchema = listOf(
  z.object({
    projectId: z.uuid(),
    outcome: z.enum(['confirmed', 'unchanged', 'refused']),
    revision: z.int().min(1).optional(),
    code: z.string().optional().describe('Why it was refused'),
  }),
);

export const consentSchema = z
  .strictObject({
    consentToPush: z.boolean().describe('false: nothing is pushed any more, and no import gives the consent back'),
    reason: characters(300),
  })
  .meta({ example: { consentToPush: false, reason: '成果完成人撤回推送授权' } });

export const enterprisePageSchema = pageOf(
  z.object({
    id: z.uuid().describe('Id of the organisation, the same for all hosts'),
    record: storedRecord.describe('Fields of an enterprise record; see POST /v1/imports/enterprises'),
  }),
);

const listedDemand = z.object({
  id: z.uuid(),
  revision: z.int().min(1),
  record: storedRecord.describe('Fields of a demand record; see POST /v1/imports/demands'),
});
export const demandPageSchema = pageOf(listedDemand);
export const demandSchema = listedDemand.extend({
  suggestedDomains: suggestedDomains.optional().describe('Of a demand that names no domain code'),
});
