import { projectStatuses } from '@throughtrain/domain';
import { z } from 'zod';
import { pageOf } from './page.schema';
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
});

export const withdrawalSchema = z
  .strictObject({ reason: characters(300) })
  .meta({ example: { reason: '专利已独占许可，不再对外合作' } });
export const withdrawnProjectSchema = z.object({ revision: z.int().min(1) });

export const enterprisePageSchema = pageOf(
  z.object({
    id: z.uuid().describe('Id of the organisation, the same for all hosts'),
    record: storedRecord.describe('Fields of an enterprise record; see POST /v1/imports/enterprises'),
  }),
);

export const demandPageSchema = pageOf(
  z.object({
    id: z.uuid(),
    revision: z.int().min(1),
    record: storedRecord.describe('Fields of a demand record; see POST /v1/imports/demands'),
  }),
);
