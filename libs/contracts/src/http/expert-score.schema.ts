import { z } from 'zod';
import { expertScoreSchema } from '../records/expert-score-record.schema';
import { instant } from './text';

export const expertScoreBodySchema = expertScoreSchema.meta({
  example: {
    rater: 'E-017',
    raterInstitution: { name: '澜州理工大学' },
    lead: 86,
    feasibility: 72,
    prospect: 80,
    scoredOn: '2026-05-20',
    conflict: 'none',
  },
});

const axisSummary = z
  .object({ mean: z.number(), lowest: z.int(), highest: z.int(), raters: z.int().min(1) })
  .optional()
  .describe('0-100, over the latest scores of experts without a conflict; absent when nobody scored it');

export const expertScoresSchema = z.object({
  raters: z.int().min(0),
  lead: axisSummary,
  feasibility: axisSummary,
  prospect: axisSummary,
  own: z
    .array(
      z.object({
        rater: z.string(),
        lead: z.int().optional(),
        feasibility: z.int().optional(),
        prospect: z.int().optional(),
        scoredOn: z.string(),
        conflict: z.enum(['none', 'declared']),
        isCounted: z.boolean(),
        recordedAt: instant,
      }),
    )
    .readonly()
    .describe('Scores of the organisation’s own experts, newest first; empty for those who only submitted the project'),
});

export const expertScoreTakenSchema = z.object({
  isNew: z.boolean().describe('false: it says what the latest score of this expert says'),
});
