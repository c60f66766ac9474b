import { z } from 'zod';

const band = z.enum(['shown', 'related', 'close']);
const share = z.number().min(0).max(1);
const count = z.int().min(0);

/** What a band says to a reader; the same in each answer that names bands. */
export const bandMeaningSchema = z
  .object({
    band,
    from: z.number().describe('Relevance at which it begins'),
    zh: z.string(),
    en: z.string(),
    note: z
      .object({ zh: z.string(), en: z.string() })
      .optional()
      .describe(
        'Of how many judged pairs in this band it held; no chance of success. Absent where nobody judged such relevances, or the bands were set by hand',
      ),
  })
  .meta({ id: 'BandMeaning' });
export const bandMeaningListSchema = z
  .array(bandMeaningSchema)
  .readonly()
  .describe('What the bands say, the highest first');
export const bandSchema = band.describe('Band of the relevance; `bands` says what it means');

const observedShareSchema = z.object({ pairs: count, met: count, share, low: share, high: share });
const judgedBandSchema = z.object({
  from: z.number().min(0.1).max(1).describe('Relevance at which it begins'),
  grade: z.int().min(1).describe('Least grade that counts as met'),
  target: share.describe('Share of judged pairs at or above `from` that was asked for'),
  above: observedShareSchema.describe('Judged pairs at or above `from`, with the interval of 95 % of the share'),
  within: observedShareSchema.describe('Judged pairs below the next band'),
  judgedShare: share.describe('Share of all pairs at or above `from` that somebody judged'),
});

/** Bands that were set from judgements, with what was observed: a file of models/bands. */
export const judgedBandsSchema = z
  .object({
    version: z.int().min(1),
    relevanceVersion: z.string(),
    analyserVersion: z.string(),
    encoderVersion: z.string(),
    statisticsVersion: z.string(),
    data: z.object({
      files: z.record(z.string(), z.string()).describe('SHA-256 by name'),
      unit: z.string(),
      topics: count,
      pairs: count,
    }),
    bands: z.object({ shown: judgedBandSchema, related: judgedBandSchema, close: judgedBandSchema }),
  })
  .refine(
    ({ bands: { shown, related, close } }) => shown.from < related.from && related.from < close.from,
    'has bands that do not rise',
  );
