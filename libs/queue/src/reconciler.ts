import {
  Logger,
  type BeforeApplicationShutdown,
  type FactoryProvider,
  type OnApplicationBootstrap,
  type Type,
} from '@nestjs/common';
import { reasonOf } from './outage-log';
import type { UnfinishedWork } from './unfinished-work.port';
import { WakeUp } from './wake-up';

const intervalMs = 15_000;

/** Re-enqueues unfinished work at start and every 15 s, so that losing the whole queue loses nothing. */
export class Reconciler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Reconciler.name);
  private readonly stopping = new WakeUp();
  private stopped = false;
  private running: Promise<void> | undefined;
  private pass: Promise<void> | undefined;

  constructor(private readonly work: readonly UnfinishedWork[]) {}

  onApplicationBootstrap(): void {
    this.running ??= this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.stopping.ring();
    await this.running;
  }

  /** One pass over all kinds of work, or the pass that is already under way. Errors are logged, never thrown. */
  reconcile(): Promise<void> {
    this.pass ??= this.requeueAll().finally(() => {
      this.pass = undefined;
    });
    return this.pass;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.reconcile();
      await this.stopping.sleep(intervalMs);
    }
  }

  private async requeueAll(): Promise<void> {
    for (const kind of this.work) {
      try {
        const count = await kind.requeueAbandoned();
        if (count > 0) this.logger.warn(`${count} abandoned ${kind.name} enqueued again`);
      } catch (error) {
        this.logger.error(`Abandoned ${kind.name} could not be enqueued: ${reasonOf(error)}`);
      }
    }
  }
}

/** Provides a `Reconciler` for the given kinds of work, which are providers themselves. */
export function reconcilerProvider(work: readonly Type<UnfinishedWork>[]): FactoryProvider<Reconciler> {
  return {
    provide: Reconciler,
    useFactory: (...kinds: UnfinishedWork[]) => new Reconciler(kinds),
    inject: [...work],
  };
}
