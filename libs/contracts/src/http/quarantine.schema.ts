import { z } from 'zod';
import { importKinds } from '../records/import-kinds';
import { quarantinePageExample } from './answer-examples';
import { pageOf } from './page.schema';
import { characters, instant } from './text';

export const quarantinePageSchema = pageOf(
  z.object({
    id: z.uuid(),
    importId: z.uuid(),
    kind: z.enum(importKinds),
    row: z.int().min(1).describe('Number in the file of the import'),
    submittedBy: z.object({ id: z.uuid(), name: z.string() }).describe('Whose import it is: whom to call'),
    marks: z.array(z.string()).readonly().describe('Why it was held'),
    state: z.enum(['held', 'released', 'destroyed']),
    heldAt: instant,
    decidedAt: instant.optional(),
    reason: z.string().optional().describe('Why it was decided so'),
  }),
)
  .extend({ contact: z.string().optional().describe('Whom to tell at once when one of them is secret indeed') })
  .meta({ example: quarantinePageExample });

export const quarantineReasonSchema = z
  .strictObject({ reason: characters(300) })
  .meta({ example: { reason: '经保密部门核对，系公开论文内容' } });

export const revealedRowSchema = z.object({
  fields: z.unknown().describe('The row as a record would be made of it'),
  texts: z.array(z.string()).readonly().describe('All that the row says, columns that are left out included'),
});
export const releasedRowSchema = z.object({ outcome: z.enum(['created', 'updated', 'unchanged']) });
export const destroyedRowSchema = z.object({ state: z.literal('destroyed') });
