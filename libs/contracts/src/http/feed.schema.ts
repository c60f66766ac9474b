import { z } from 'zod';
import { importKinds } from '../records/import-kinds';
import { listOf } from './page.schema';
import { instant } from './text';

const everyMinutes = z.int().min(15).max(43_200).describe('Minutes between two fetches: 15 minutes to 30 days');

/** Web addresses only; a password belongs into the header, not into the address, which is shown. */
const address = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((url) => !/^https?:\/\/[^/]*@/.test(url), 'must not hold a user or password');

export const newFeedSchema = z
  .strictObject({
    kind: z.enum(importKinds),
    url: address,
    everyMinutes,
    authorization: z
      .string()
      .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/)
      .max(2_000)
      .optional()
      .describe('Value of the header Authorization; kept encrypted and never answered'),
  })
  .meta({ example: { kind: 'projects', url: 'https://results.example.org/export.ndjson', everyMinutes: 1440 } });

export const feedChangeSchema = z
  .strictObject({ everyMinutes: everyMinutes.optional(), state: z.enum(['active', 'paused']).optional() })
  .meta({ example: { state: 'paused' } });

export const feedSchema = z.object({
  id: z.uuid(),
  kind: z.enum(importKinds),
  url: z.string(),
  everyMinutes: z.int(),
  hasAuthorization: z.boolean(),
  state: z.enum(['active', 'paused']),
  pausedBecause: z
    .string()
    .optional()
    .describe('Code of what made the service pause it; a person has to make it active again'),
  nextAt: instant,
  checkedAt: instant.optional(),
  outcome: z
    .string()
    .optional()
    .describe(
      'Of the last fetch: imported, not-modified (the address says so), unchanged (the same bytes), or the code of what went wrong',
    ),
  lastImportId: z
    .uuid()
    .optional()
    .describe('The newest import that came of it; its report says what became of the rows'),
  failures: z.int().describe('Fetches that failed one after the other; each doubles the wait, ten pause the feed'),
  createdAt: instant,
});
export const feedListSchema = listOf(feedSchema);
