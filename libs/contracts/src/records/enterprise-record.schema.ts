import { listingBoardLabels, sizeLabels } from '@throughtrain/domain';
import { z } from 'zod';
import { contactSchema, keptContact } from './contact.schema';
import { coded, creditCode, externalId, hteCode, industryCode, printable, regionCode, some } from './fields';

/** One enterprise, park, investor or listed company as a host brings it in. */
export const enterpriseRecordSchema = z.strictObject({
  externalId: externalId.describe('Identifier in the host’s own list; demands refer to it'),
  creditCode: creditCode.describe('Unified social credit code; the identity across hosts'),
  name: printable(100),
  kind: z.enum(['enterprise', 'park', 'investor', 'listed-company']).default('enterprise'),
  regionCode,
  group: printable(100).optional().describe('Group of companies; projects of the same group are not pushed to it'),
  groupCreditCode: creditCode.optional().describe('Credit code of that group'),
  industryCode: industryCode.optional().describe('国民经济行业: GB/T 4754-2017, 门类 or 大类'),
  hteCodes: some(hteCode, 5).describe('高新技术领域'),
  board: coded(listingBoardLabels).optional().describe('上市情况与板块'),
  mainProducts: printable(300),
  size: coded(sizeLabels).optional(),
  contact: contactSchema.optional(),
  contactRef: keptContact.optional(),
});
export type EnterpriseRecord = z.infer<typeof enterpriseRecordSchema>;
