import { z } from 'zod';
import { judgedBandsSchema } from './band.schema';

export const weightProfileSchema = z.object({
  version: z.int().min(1),
  state: z.enum(['draft', 'published', 'retired']),
  settings: z
    .array(
      z.object({
        key: z.string(),
        value: z.number(),
        unit: z.string(),
        min: z.number(),
        max: z.number(),
        help: z.string(),
      }),
    )
    .readonly(),
  bands: judgedBandsSchema
    .optional()
    .describe('What was observed of its bands in judged pairs; absent where they were set by hand'),
});
