import { cooperationLabels } from '@throughtrain/domain';
import { z } from 'zod';
import { coded, distinct, externalId, hteCode, industryCode, keyword, month, printable, seiCode, wan } from './fields';

/** One technical demand of an enterprise that the same host has brought in. */
export const demandRecordSchema = z.strictObject({
  externalId,
  enterpriseExternalId: externalId.describe('externalId of the enterprise in the same host’s list'),
  title: printable(300),
  description: printable(4_000),
  keywords: distinct(keyword, 20),
  language: z.enum(['zh', 'en', 'other']).optional().describe('Detected from the text when absent'),
  seiCodes: distinct(seiCode, 3),
  hteCodes: distinct(hteCode, 3),
  industryCode: industryCode.optional().describe('需求技术应用行业: GB/T 4754-2017'),
  indicators: distinct(printable(200), 20),
  budgetWan: wan.optional(),
  cooperation: distinct(coded(cooperationLabels), 10),
  deadline: month.optional().describe('Month by which the solution is needed'),
});
export type DemandRecord = z.infer<typeof demandRecordSchema>;
