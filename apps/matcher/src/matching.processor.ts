import { pushShortlist, runMatch } from '@throughtrain/contracts';
import { PushShortlist } from '@throughtrain/engagement';
import { RunMatch } from '@throughtrain/matching';
import { Metrics } from '@throughtrain/platform';
import { handle, Processor, QueueProcessor } from '@throughtrain/queue';

/** Works the queue `matching`. */
@Processor('matching')
export class MatchingProcessor extends QueueProcessor {
  protected readonly handlers = [
    handle(runMatch, (payload) => this.metrics.timeJob(runMatch.name, () => this.runMatch.execute(payload))),
    handle(pushShortlist, (payload) => this.metrics.timeJob(pushShortlist.name, () => this.push.execute(payload))),
  ];

  constructor(
    private readonly runMatch: RunMatch,
    private readonly push: PushShortlist,
    private readonly metrics: Metrics,
  ) {
    super();
  }
}
