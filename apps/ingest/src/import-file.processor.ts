import { encodeLibrary, eraseContacts, fetchFeed, findDuplicates, importFile } from '@throughtrain/contracts';
import { EncodeLibrary, EraseEndedContacts, FetchFeed, FindDuplicates, RunImport } from '@throughtrain/ingestion';
import { Metrics } from '@throughtrain/platform';
import { handle, Processor, QueueProcessor } from '@throughtrain/queue';

/** Works the queue `ingest`. */
@Processor('ingest')
export class ImportFileProcessor extends QueueProcessor {
  protected readonly handlers = [
    handle(fetchFeed, (payload) => this.metrics.timeJob(fetchFeed.name, () => this.fetchFeed.execute(payload))),
    handle(importFile, (payload) => this.metrics.timeJob(importFile.name, () => this.runImport.execute(payload))),
    handle(eraseContacts, () => this.metrics.timeJob(eraseContacts.name, () => this.eraseEnded.execute())),
    handle(findDuplicates, (payload) =>
      this.metrics.timeJob(findDuplicates.name, () => this.findDuplicates.execute(payload)),
    ),
    handle(encodeLibrary, (payload) =>
      this.metrics.timeJob(encodeLibrary.name, () => this.encodeLibrary.execute(payload)),
    ),
  ];

  constructor(
    private readonly runImport: RunImport,
    private readonly fetchFeed: FetchFeed,
    private readonly eraseEnded: EraseEndedContacts,
    private readonly findDuplicates: FindDuplicates,
    private readonly encodeLibrary: EncodeLibrary,
    private readonly metrics: Metrics,
  ) {
    super();
  }
}
