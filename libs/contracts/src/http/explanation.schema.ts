import { z } from 'zod';

/** One term of a score: contribution = value × weight; contributions sum to the score. */
export const scoreTermSchema = z
  .object({
    feature: z.string(),
    value: z.number().describe('In [0, 1]'),
    weight: z.number().describe('Effective weight; those of one score sum to 1'),
    contribution: z.number(),
    known: z.boolean().describe('false when the neutral value stands in for an unknown one'),
  })
  .meta({ id: 'ScoreTerm' });

export const reasonSchema = z
  .object({ feature: z.string(), contribution: z.number(), zh: z.string(), en: z.string() })
  .meta({ id: 'Reason' });

export const boundLimitSchema = z
  .object({ list: z.enum(['shortlist', 'picks', 'reserves']), limit: z.string(), message: z.string(), zh: z.string() })
  .meta({ id: 'BoundLimit' });

export const matchedWordSchema = z
  .object({
    word: z.string(),
    contribution: z.number().describe('What the word adds to the text score'),
    standsFor: z
      .string()
      .optional()
      .describe('The word of the demand that it means in the other language; absent where both have one word'),
  })
  .meta({ id: 'MatchedWord' });

export const nearWordSchema = z
  .object({
    asked: z.string().describe('A word of the demand'),
    said: z.string().describe('A word of the project, near it in meaning'),
    cosine: z.number(),
  })
  .meta({ id: 'NearWord' });
