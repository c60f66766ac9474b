import { z } from 'zod';
import { keyword, printable } from '../records/fields';

/** A domain code that nobody has entered. */
export const suggestedDomainSchema = z.object({
  list: z.enum(['sei', 'hte']).describe('SEI 2018, level 2, or HTE 2016, level 3; see /v1/classifications'),
  code: z.string(),
  name: z.string(),
  score: z
    .number()
    .min(0)
    .max(1)
    .describe('How much of what speaks for any code of the list speaks for this one; no chance of being right'),
  source: z.literal('words-and-meaning').describe('Suggested by the text; never stored over what a person enters'),
});

export const suggestedDomains = z
  .array(suggestedDomainSchema)
  .readonly()
  .describe('Of each list at most three, the best first');

export const domainSuggestionRequestSchema = z
  .strictObject({
    title: printable(300),
    summary: printable(4_000).exactOptional(),
    keywords: z.array(keyword).max(20).default([]),
  })
  .meta({
    example: {
      title: '钙钛矿光伏组件狭缝涂布',
      summary: '米级组件一次成膜，封装后湿热老化一千小时。',
      keywords: ['钙钛矿', '狭缝涂布'],
    },
  });

export const domainSuggestionsSchema = z.object({
  items: suggestedDomains,
  version: z.string().describe('Of what suggests; the same text gets the same codes by the same version'),
});
