import { projectStatuses, revisionActs } from '@throughtrain/domain';
import { z } from 'zod';
import { pageOf, pageQuery } from './page.schema';
import { instant } from './text';

/** A positive number that PostgreSQL's integer and bigint hold. */
const revisionCursor = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'is not a cursor of this list')
  .transform(Number);
const eventCursor = z.string().regex(/^[1-9]\d{0,17}$/, 'is not a cursor of this list');

export const historyQuerySchema = pageQuery(revisionCursor);

export const historyPageSchema = pageOf(
  z.object({
    revision: z.int().min(1),
    status: z.enum(projectStatuses).optional().describe('Of a project'),
    recordedAt: instant,
    by: z.object({
      organisation: z.string(),
      name: z.string().optional().describe('Who wrote it; people of other organisations are not named'),
    }),
    source: z
      .union([z.object({ import: z.uuid(), row: z.int().min(1) }), z.object({ act: z.enum(revisionActs) })])
      .optional()
      .describe('The row of an import, or what was done by hand; absent for old revisions'),
    reason: z.string().optional(),
    changes: z
      .array(
        z.object({
          field: z.string().describe('Parts of a nested field are joined by a dot'),
          before: z.unknown().optional(),
          after: z.unknown().optional(),
        }),
      )
      .readonly()
      .describe(
        'Fields that differ from the revision before, long texts cut; contacts without what they say, none once the project is sealed',
      ),
  }),
);

export const auditEventQuerySchema = pageQuery(eventCursor).extend({
  subjectType: z
    .string()
    .regex(/^[a-z][a-z-]{0,39}$/, 'is not a type of subject')
    .optional()
    .describe('project, call, import, shortlist, …'),
  subjectId: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'is not an id')
    .optional(),
});

const named = z.object({ id: z.uuid(), name: z.string() });
const facts = z.record(z.string(), z.unknown());

export const auditEventPageSchema = pageOf(
  z.object({
    id: z.string(),
    at: instant,
    principal: named.optional(),
    organisation: named.optional(),
    action: z.string(),
    subjectType: z.string(),
    subjectId: z.string(),
    before: facts.optional(),
    after: facts.optional(),
    reason: z.string().optional(),
  }),
);
