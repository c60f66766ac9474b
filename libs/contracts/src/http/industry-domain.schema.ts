import { z } from 'zod';
import { listOf } from './page.schema';
import { characters } from './text';

export const industryDomainQuerySchema = z.object({
  phrase: characters(50)
    .exactOptional()
    .describe('Codes, names or phrases, such as 低空经济 or 尼龙新材料、电气装备; absent for all domains'),
});

export const industryDomainSchema = z.object({ code: z.string().describe('SEI 2018'), name: z.string() });

/** A domain with what leads to it. */
export const industryDomainEntrySchema = industryDomainSchema.extend({
  phrases: z.array(z.string()).readonly().describe('Words of hosts that mean this code, alone or with others'),
  subDomains: z
    .array(
      z.object({
        code: z.string().describe('HTE 2016, level 3'),
        name: z.string(),
        strength: z.enum(['core', 'part']).describe('core: lies within the domain; part: some of it does'),
      }),
    )
    .readonly()
    .describe('By this project’s crosswalk; empty at level 1'),
});
export const industryDomainListSchema = listOf(industryDomainEntrySchema);

export const classificationNames = ['sei', 'hte', 'gbt4754', 'gbt2260', 'trl'] as const;
export const classificationListSchema = listOf(
  z.object({
    code: z.string(),
    name: z.string(),
    parent: z.string().optional().describe('Code of the level above, where the list holds it'),
    note: z.string().optional().describe('Of a readiness level: its criterion'),
  }),
).extend({ edition: z.string() });
