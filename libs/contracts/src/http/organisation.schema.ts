import { organisationKinds } from '@throughtrain/domain';
import { z } from 'zod';
import { organisationExample } from './answer-examples';
import { characters, instant } from './text';

export const organisationSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(organisationKinds),
    creditCode: z.string().optional(),
    creditCodeRemarks: z
      .array(z.enum(['organisation-code-check', 'unusual-for-kind']))
      .readonly()
      .describe('What is odd about the code, which is valid all the same'),
    regionCode: z.string().optional(),
    group: z.string().optional(),
    canonicalId: z.uuid().describe('The organisation that it counts as, mostly itself'),
    names: z
      .array(z.object({ name: z.string(), source: z.string(), firstSeenAt: instant }))
      .readonly()
      .describe('Names under which it was seen, one spelling each'),
    aliases: z
      .array(z.object({ id: z.uuid(), name: z.string(), creditCode: z.string().optional() }))
      .readonly()
      .describe('Organisations that count as this one'),
    links: z
      .array(
        z.object({
          aliasId: z.uuid(),
          canonicalId: z.uuid(),
          madeBy: z.enum(['rule', 'operator']),
          reason: z.string().optional(),
          madeAt: instant,
        }),
      )
      .readonly()
      .describe('Oldest first; the newest of an alias counts'),
  })
  .meta({ example: organisationExample });

export const organisationMergeSchema = z
  .strictObject({
    into: z.uuid().describe('The organisation that it counts as from now on; its own id takes an earlier link back'),
    reason: characters(300),
  })
  .meta({ example: { into: organisationExample.canonicalId, reason: '同一单位，更名前后两个代码' } });
