import { z } from 'zod';
import { bandSchema } from './band.schema';

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

const markedParts = z
  .array(z.object({ text: z.string(), hit: z.boolean() }))
  .readonly()
  .describe('Parts that read one after the other are the text as it was ranked');
const markedRecord = z.object({
  title: markedParts,
  passages: z
    .array(markedParts)
    .readonly()
    .describe('Up to three sentences of the rest that hold most of what met; long ones cut'),
  keywords: z.array(markedParts).readonly().describe('Those in which a word stands'),
});

/** Both texts of a pair with the words that met. */
export const markedPairSchema = z
  .object({ project: markedRecord, demand: markedRecord })
  .describe('Where the words of the explanation stand, in either text in its own language')
  .meta({ id: 'MarkedPair' });

export const comparedIndicatorSchema = z
  .object({
    quantity: z.string(),
    wanted: z.string().describe('In the words of the demand'),
    offered: z.string().optional().describe('In the words of the project; absent when it says nothing of it'),
    outcome: z.enum(['met', 'partly', 'missed', 'unknown']),
  })
  .meta({ id: 'ComparedIndicator' });

export const nearWordSchema = z
  .object({
    asked: z.string().describe('A word of the demand'),
    said: z.string().describe('A word of the project, near it in meaning'),
    cosine: z.number(),
  })
  .meta({ id: 'NearWord' });

/** What is told of one pair of project and demand: its match, its relevance, and by what words. */
export const explainedPairFields = {
  relevance: z.number(),
  band: bandSchema,
  match: z.number(),
  terms: z.array(scoreTermSchema).readonly(),
  lexical: z.number().optional().describe('What words say; absent in lists of earlier versions'),
  cosine: z
    .number()
    .optional()
    .describe('What meaning says, less of a demand of one word; absent in a run without an encoder'),
  words: z.array(matchedWordSchema).readonly(),
  indicators: z
    .array(comparedIndicatorSchema)
    .readonly()
    .optional()
    .describe('Figures that the demand asks for; absent in lists of earlier versions'),
  nearWords: z.array(nearWordSchema).readonly().optional().describe('Words that differ and mean nearly the same'),
  texts: markedPairSchema.optional(),
};
