import { z } from 'zod';
import { pageOf } from './page.schema';
import { characters, instant } from './text';

/** A stored record goes out as it is: an old one need not fit the rules of today. */
const storedRecord = z.record(z.string(), z.unknown());

export const projectSchema = z.object({
  id: z.uuid(),
  revision: z.int().min(1),
  status: z.enum(['active', 'withdrawn']),
  record: storedRecord.describe('Fields of a project record; see POST /v1/imports/projects'),
  recordedAt: instant,
});
export const projectPageSchema = pageOf(projectSchema);

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
