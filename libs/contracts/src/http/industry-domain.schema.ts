import { z } from 'zod';
import { listOf } from './page.schema';
import { characters } from './text';

export const industryDomainQuerySchema = z.object({
  phrase: characters(50)
    .exactOptional()
    .describe('A code, a name or a phrase, such as 低空经济; absent for all domains'),
});

export const industryDomainSchema = z.object({ code: z.string().describe('SEI 2018'), name: z.string() });
export const industryDomainListSchema = listOf(industryDomainSchema);
