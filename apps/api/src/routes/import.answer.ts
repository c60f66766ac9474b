import {
  inChinese,
  inEnglish,
  type importFaultPageSchema,
  type importMappingSchema,
  type importReportSchema,
} from '@throughtrain/contracts';
import type { ImportMapping, ImportReport, ReportedFault } from '@throughtrain/ingestion';
import type { z } from 'zod';
import { toSuggestedDomain } from './suggested-domain.answer';

/** @returns the report as the API answers it */
export function toReport(report: ImportReport): z.input<typeof importReportSchema> {
  const { counts, createdAt, finishedAt, isFileKept, defaults: _defaults, ...told } = report;
  const { created, updated, unchanged, refused, quarantined } = counts;
  const failure = told.failureReason ?? told.failureCode;
  return {
    ...told,
    ...counts,
    rowsDone: created + updated + unchanged + refused + quarantined,
    hasFile: isFileKept && told.state === 'completed',
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString(),
    failure: failure === undefined ? undefined : inEnglish(failure),
    failureZh: failure === undefined ? undefined : inChinese(failure),
  };
}

/** @returns a fault with what it says in Chinese */
export function toFault({
  ordinal: _ordinal,
  suggested,
  ...fault
}: ReportedFault): z.input<typeof importFaultPageSchema>['items'][number] {
  return {
    message: inEnglish(fault.code),
    ...fault,
    messageZh: inChinese(fault.code),
    ...(suggested && { suggested: suggested.map(toSuggestedDomain) }),
  };
}

/** @returns what the columns stand for; nothing of a file without columns */
export function toMapping({ proposal, mapping }: ImportMapping): z.input<typeof importMappingSchema> {
  return proposal ?? { columns: mapping ?? [], undecided: [], doubled: [], missing: [] };
}
