import { channelLabels, conflictLabels } from '@throughtrain/domain';
import { z } from 'zod';
import { coded, creditCode, day, externalId, printable } from './fields';

const axis = z.int().min(0).max(100).optional();

/** What one expert says of one project, on the three axes of the notice. */
export const expertScoreFields = {
  rater: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._-]{1,32}$/, 'must be a code of 1-32 letters, digits or . _ -, never a name')
    .describe('Code of the expert; whose it is stays with the organisation that asked'),
  raterInstitution: z
    .strictObject({ name: printable(100), creditCode: creditCode.optional() })
    .optional()
    .describe('Where the expert works; an expert does not judge projects of that institution or its group'),
  lead: axis.describe('技术领先性, 0-100'),
  feasibility: axis.describe('产业化可行性, 0-100'),
  prospect: axis.describe('产业发展前景, 0-100'),
  scoredOn: day,
  conflict: coded(conflictLabels).describe('利益冲突声明: a score with a declared conflict is kept and not counted'),
};

type Axes = { readonly [Axis in 'lead' | 'feasibility' | 'prospect']?: number | undefined };
const hasAxis = ({ lead, feasibility, prospect }: Axes) => (lead ?? feasibility ?? prospect) !== undefined;
const noAxis = { error: 'scores none of the three axes', path: ['lead'] };

/** A score on its own, of a project that is known already. */
export const expertScoreSchema = z.strictObject(expertScoreFields).refine(hasAxis, noAxis);
export type ExpertScoreInput = z.infer<typeof expertScoreSchema>;

/** A line of an import: the project as its channel names it, and the score. */
export const expertScoreRecordSchema = z
  .strictObject({ channel: coded(channelLabels), externalId, ...expertScoreFields })
  .refine(hasAxis, noAxis);
export type ExpertScoreRecord = z.infer<typeof expertScoreRecordSchema>;
