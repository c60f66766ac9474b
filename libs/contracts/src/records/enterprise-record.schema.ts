import { sizeLabels } from '@throughtrain/domain';
import { z } from 'zod';
import { coded, creditCode, externalId, printable, regionCode } from './fields';

/** One enterprise, park, investor or listed company as a host brings it in. */
export const enterpriseRecordSchema = z.strictObject({
  externalId: externalId.describe('Identifier in the host’s own list; demands refer to it'),
  creditCode: creditCode.describe('Unified social credit code; the identity across hosts'),
  name: printable(100),
  kind: z.enum(['enterprise', 'park', 'investor', 'listed-company']).default('enterprise'),
  regionCode,
  group: printable(100).optional().describe('Group of companies; projects of the same group are not pushed to it'),
  mainProducts: printable(300),
  size: coded(sizeLabels).optional(),
});
export type EnterpriseRecord = z.infer<typeof enterpriseRecordSchema>;
