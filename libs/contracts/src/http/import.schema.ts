import { z } from 'zod';
import { importReportExample, importFaultPageExample } from './answer-examples';
import { importKinds, mostFaultyRows } from '../records/import-kinds';
import { listOf, pageOf, pageQuery } from './page.schema';
import { instant } from './text';

/** Most records of an import that comes as JSON; more go as NDJSON. */
export const mostJsonRecords = 1_000;

/** A JSON import. Records are judged one by one by the import, so that a bad one does not hold up the rest. */
export const importRecordsSchema = z.strictObject({ records: z.array(z.unknown()).min(1).max(mostJsonRecords) });

export const importReportSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(importKinds),
    state: z.enum(['staging', 'queued', 'running', 'completed', 'failed']),
    rowsDone: z.int().min(0),
    created: z.int().min(0),
    updated: z.int().min(0),
    unchanged: z.int().min(0).describe('Same content as stored'),
    refused: z.int().min(0).describe('Rows that were not taken; see the faults'),
    faultsKept: z
      .int()
      .min(0)
      .max(mostFaultyRows)
      .describe('Refused rows whose faults can be read: the first ones; the rest is only counted'),
    failureCode: z.string().optional().describe('Why the file as a whole could not be read'),
    createdAt: instant,
    finishedAt: instant.optional(),
  })
  .meta({ example: importReportExample });

export const importReportListSchema = listOf(importReportSchema);

/** Row and ordinal of the last fault shown. */
const faultCursor = z.string().regex(/^\d{1,9}\.\d{1,9}$/, 'is not a cursor of this list');

export const importFaultQuerySchema = pageQuery(faultCursor);

export const importFaultPageSchema = pageOf(
  z.object({
    row: z.int().min(1).describe('1 is the first row of the file'),
    column: z.string().optional(),
    code: z.string(),
    message: z.string().optional().describe('Absent, like the column, when a row is refused for its secrecy'),
  }),
).meta({ example: importFaultPageExample });
