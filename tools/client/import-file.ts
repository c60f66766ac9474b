import { importFaultPageSchema, importReportSchema, type ImportKind } from '@throughtrain/contracts';
import type { z } from 'zod';
import type { ApiClient } from './api-client';

type Report = z.infer<typeof importReportSchema>;
type Fault = z.infer<typeof importFaultPageSchema>['items'][number];

/** What an import did. */
export interface ImportOutcome {
  /** Valid rows, unchanged ones included. */
  readonly accepted: number;
  readonly refused: number;
  /** Rows that were taken, but not as they stand. */
  readonly changed: number;
  /** Rows with marks of secrecy, which wait for a person. */
  readonly quarantined: number;
  /** Projects by the level of completeness that they reach. */
  readonly levels: Readonly<Record<string, number>>;
  /** Why rows were refused or held. */
  readonly rows: { file?: string; row: number; column?: string; code: string; message?: string }[];
}

const pollMs = 150;

/**
 * Uploads a file, of whatever kind the service finds it to be, and waits for the end of the import.
 * @throws Error when the import as a whole failed, or waits for somebody to say what its columns mean
 */
export async function importFile(
  api: ApiClient,
  kind: ImportKind,
  bytes: Buffer,
  onProgress: (rowsDone: number) => void,
): Promise<ImportOutcome> {
  const upload = { bytes, type: 'application/octet-stream' };
  const { id } = await api.call('POST', `/v1/imports/${kind}`, upload, importReportSchema);
  for (;;) {
    const report = await api.get(`/v1/imports/${id}`, importReportSchema);
    onProgress(report.rowsDone);
    if (report.state === 'failed')
      throw new Error(`the import of ${kind} failed: ${report.failureReason ?? report.failureCode ?? 'unknown'}`);
    if (report.state === 'awaiting-mapping')
      throw new Error(`the import of ${kind} waits for its mapping: PUT /v1/imports/${id}/mapping`);
    if (report.state === 'completed')
      return outcomeOf(report, await api.all(`/v1/imports/${id}/faults`, importFaultPageSchema));
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function outcomeOf(report: Report, faults: readonly Fault[]): ImportOutcome {
  const { created, updated, unchanged, refused, changed, quarantined, levels } = report;
  return {
    accepted: created + updated + unchanged,
    refused,
    changed,
    quarantined,
    levels: { ...levels },
    rows: faults.filter(({ outcome }) => outcome === 'refused' || outcome === 'quarantined').map(withoutAbsent),
  };
}

function withoutAbsent({ row, column, code, message }: Fault): ImportOutcome['rows'][number] {
  return { row, ...(column !== undefined && { column }), code, ...(message !== undefined && { message }) };
}
