import { channelLabels, completenessLevels } from '@throughtrain/domain';
import { z } from 'zod';
import { importFaultPageExample, importMappingExample, importReportExample } from './answer-examples';
import { coded } from '../records/fields';
import { importKinds, importStates, mostFaultyRows, rowFates } from '../records/import-kinds';
import { listOf, pageOf, pageQuery } from './page.schema';
import { suggestedDomains } from './suggested-domain.schema';
import { instant } from './text';

/** Most records of an import that comes as JSON; more go as NDJSON. */
export const mostJsonRecords = 1_000;

/** A JSON import. Records are judged one by one by the import, so that a bad one does not hold up the rest. */
export const importRecordsSchema = z.strictObject({ records: z.array(z.unknown()).min(1).max(mostJsonRecords) });

/** How an import is to be made. */
export const importQuerySchema = z.object({
  dryRun: z
    .stringbool()
    .default(false)
    .describe('true: all is checked and reported, and nothing is kept but the report'),
});
export const projectImportQuerySchema = importQuerySchema.extend({
  channel: coded(channelLabels).optional().describe('Channel of the rows that name none'),
});

const kindOfImport = z.enum(importKinds);
export const importKindParamsSchema = z.object({ kind: kindOfImport });
export const templateQuerySchema = z.object({ format: z.enum(['xlsx', 'csv']).describe('xlsx has drop-downs') });

export const importReportSchema = z
  .object({
    id: z.uuid(),
    kind: kindOfImport,
    state: z
      .enum(importStates)
      .describe('awaiting-mapping: columns are not known, and nothing was written yet; see the mapping of the import'),
    dryRun: z.boolean().describe('Counts tell what would happen; nothing was kept'),
    format: z.enum(['ndjson', 'csv', 'xlsx']).optional().describe('Found out by content'),
    rowsDone: z.int().min(0).describe('Records that are done: rows without the header and blank ones'),
    created: z.int().min(0),
    updated: z.int().min(0),
    unchanged: z.int().min(0).describe('Same content as stored'),
    refused: z.int().min(0).describe('Rows that were not taken; see the faults'),
    changed: z
      .int()
      .min(0)
      .describe('Rows that were taken, but not as they stand; see the faults. Counted above as well'),
    quarantined: z.int().min(0).describe('Rows with marks of secrecy; a person decides about them'),
    advised: z
      .int()
      .min(0)
      .describe('Rows that were taken and for which domain codes are suggested. Counted above as well'),
    levels: z
      .record(z.enum(completenessLevels), z.int().min(0))
      .describe('Projects that were taken, by the level of completeness that they reach'),
    faultsKept: z
      .int()
      .min(0)
      .max(mostFaultyRows)
      .describe(
        'Refused and quarantined rows of which the reasons can be read: the first ones; the rest is only counted',
      ),
    notesKept: z
      .int()
      .min(0)
      .max(2 * mostFaultyRows)
      .describe('The same of changed rows and of rows with suggestions, each'),
    hasFile: z.boolean().describe('Whether the file can still be had back, with what became of its rows'),
    failureCode: z.string().optional().describe('Why the file as a whole could not be read'),
    failureReason: z.string().optional().describe('Which of several reasons it is'),
    failure: z.string().optional().describe('The same as a sentence'),
    failureZh: z.string().optional(),
    otherSheets: z.array(z.string()).readonly().optional().describe('Sheets of the workbook that were not read'),
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
    row: z.int().min(1).describe('As the file shows it: the header of a table is row 1, lines of NDJSON count from 1'),
    outcome: z.enum(rowFates).describe('advised: taken, and something might be added'),
    column: z.string().optional().describe('Field of the record'),
    code: z.string(),
    message: z
      .string()
      .optional()
      .describe('Of a row that is or may be secret no more than the code says, and neither column nor value'),
    messageZh: z.string().optional(),
    value: z.string().optional().describe('What the file says there, at most 100 characters; never of contacts'),
    became: z.string().optional().describe('What it was taken as'),
    suggested: suggestedDomains.optional(),
    decision: z
      .enum(['released', 'destroyed'])
      .optional()
      .describe('What a person has decided about a quarantined row since; the counts stay what they were'),
  }),
).meta({ example: importFaultPageExample });

const mappedColumn = z.object({
  header: z.string().describe('As the file has it'),
  field: z.string().nullable().describe('Field of the record; null leaves the column out'),
});

export const importMappingSchema = z
  .object({
    columns: z
      .array(
        mappedColumn.extend({
          field: mappedColumn.shape.field.optional().describe('Absent while nobody has decided'),
          suggestion: z
            .object({
              field: z.string(),
              confidence: z.number().min(0).max(1),
              because: z.enum(['header', 'values']).describe('What it was guessed from'),
            })
            .optional(),
        }),
      )
      .readonly(),
    undecided: z.array(z.string()).readonly().describe('Headers of columns that nobody has decided about'),
    doubled: z.array(z.string()).readonly().describe('Fields of one value that several columns stand for'),
    missing: z.array(z.string()).readonly().describe('Required fields without a column'),
  })
  .meta({ example: importMappingExample });

export const confirmedMappingSchema = z
  .strictObject({
    columns: z.array(z.strictObject(mappedColumn.shape)).max(1_000),
    remember: z.boolean().default(true).describe('Whether later files of the organisation are read in the same way'),
  })
  .meta({ example: { columns: [{ header: '备注', field: null }], remember: true } });

export const knownMappingSchema = listOf(mappedColumn);
export const forgetMappingQuerySchema = z.object({
  header: z.string().max(300).optional().describe('Forgets this header alone; without it all of the kind'),
});
export const forgottenMappingSchema = z.object({ forgotten: z.int().min(0) });
