import { importFile } from '@throughtrain/contracts';
import { RunImport } from '@throughtrain/ingestion';
import { Metrics } from '@throughtrain/platform';
import { handle, Processor, QueueProcessor } from '@throughtrain/queue';

/** Works the queue `ingest`. */
@Processor('ingest')
export class ImportFileProcessor extends QueueProcessor {
  protected readonly handlers = [
    handle(importFile, (payload) => this.metrics.timeJob(importFile.name, () => this.runImport.execute(payload))),
  ];

  constructor(
    private readonly runImport: RunImport,
    private readonly metrics: Metrics,
  ) {
    super();
  }
}
