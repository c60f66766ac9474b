import { importFaultPageSchema, importReportSchema, type ImportKind } from '@throughtrain/contracts';
import type { z } from 'zod';
import type { ApiClient } from './api-client';

/** What an import did. */
export interface ImportOutcome {
  /** Valid rows, unchanged ones included. */
  readonly accepted: number;
  readonly refused: number;
  readonly rows: { row: number; column?: string; code: string; message?: string }[];
}

type Fault = z.infer<typeof importFaultPageSchema>['items'][number];

const pollMs = 150;

/**
 * Uploads NDJSON and waits for the end of the import.
 * @throws Error when the import as a whole failed
 */
export async function importFile(
  api: ApiClient,
  kind: ImportKind,
  bytes: Buffer,
  onProgress: (rowsDone: number) => void,
): Promise<ImportOutcome> {
  const { id } = await api.call(
    'POST',
    `/v1/imports/${kind}`,
    { bytes, type: 'application/x-ndjson' },
    importReportSchema,
  );
  for (;;) {
    const report = await api.get(`/v1/imports/${id}`, importReportSchema);
    onProgress(report.rowsDone);
    if (report.state === 'failed') throw new Error(`the import of ${kind} failed: ${report.failureCode ?? 'unknown'}`);
    if (report.state === 'completed') {
      const faults = await api.all(`/v1/imports/${id}/faults`, importFaultPageSchema);
      return {
        accepted: report.created + report.updated + report.unchanged,
        refused: report.refused,
        rows: faults.map(withoutAbsent),
      };
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function withoutAbsent({ row, column, code, message }: Fault): ImportOutcome['rows'][number] {
  return { row, ...(column !== undefined && { column }), code, ...(message !== undefined && { message }) };
}
