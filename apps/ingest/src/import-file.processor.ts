import { fetchFeed, findDuplicates, importFile } from '@throughtrain/contracts';
import { FetchFeed, FindDuplicates, RunImport } from '@throughtrain/ingestion';
import { Metrics } from '@throughtrain/platform';
import { handle, Processor, QueueProcessor } from '@throughtrain/queue';

/** Works the queue `ingest`. */
@Processor('ingest')
export class ImportFileProcessor extends QueueProcessor {
  protected readonly handlers = [
    handle(fetchFeed, (payload) => this.metrics.timeJob(fetchFeed.name, () => this.fetchFeed.execute(payload))),
    handle(importFile, (payload) => this.metrics.timeJob(importFile.name, () => this.runImport.execute(payload))),
    handle(findDuplicates, (payload) =>
      this.metrics.timeJob(findDuplicates.name, () => this.findDuplicates.execute(payload)),
    ),
  ];

  constructor(
    private readonly runImport: RunImport,
    private readonly fetchFeed: FetchFeed,
    private readonly findDuplicates: FindDuplicates,
    private readonly metrics: Metrics,
  ) {
    super();
  }
}
