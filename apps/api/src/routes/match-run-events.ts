import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DomainError, type Scope } from '@throughtrain/domain';
import { MatchRunRepository, type MatchRun } from '@throughtrain/matching';
import { toMatchRunEvent } from './match-run.answer';

const pollMs = 500;
const heartbeatMs = 15_000;
/** After this a stream ends and the client comes back by itself, so that a forgotten one does not live for ever. */
const longestMs = 10 * 60_000;
/** Streams of this process at once: each reads the database twice a second. */
const mostStreams = 100;
const mostStreamsOfPrincipal = 10;

type WatchedRun = Pick<MatchRun, 'id' | 'state' | 'progress' | 'failure'>;

/** Follows match runs for those who watch them, out of the database: the matcher is another process. */
@Injectable()
export class MatchRunEvents implements OnModuleDestroy {
  private readonly logger = new Logger(MatchRunEvents.name);
  private readonly streams = new Map<AbortController, string>();

  constructor(private readonly runs: MatchRunRepository) {}

  /**
   * Server-sent events of one run, from its present state to its end.
   * @throws DomainError not-found; unavailable `request.rate-limited` when too many streams are open
   */
  async open(scope: Scope, runId: string): Promise<Readable> {
    const ofPrincipal = [...this.streams.values()].filter((principalId) => principalId === scope.principalId);
    if (this.streams.size >= mostStreams || ofPrincipal.length >= mostStreamsOfPrincipal) {
      throw new DomainError('unavailable', 'request.rate-limited', { retryAfterSeconds: heartbeatMs / 1_000 });
    }
    const left = new AbortController();
    this.streams.set(left, scope.principalId);
    try {
      const first = await this.runs.watch(scope, runId);
      return this.stream(this.follow(first, scope, left.signal), left);
    } catch (error) {
      this.close(left);
      throw error;
    }
  }

  /** Ends all streams, or the process could not close its server. */
  onModuleDestroy(): void {
    for (const left of this.streams.keys()) this.close(left);
  }

  /** A stream of its own: that of a generator would not close before the generator has ended its wait. */
  private stream(events: AsyncGenerator<string>, left: AbortController): Readable {
    const stream = new PassThrough().once('close', () => this.close(left));
    pipeline(events, stream).catch((error: unknown) => {
      if (!left.signal.aborted) this.logger.warn({ err: error }, 'A stream of progress broke off');
    });
    return stream;
  }

  private close(left: AbortController): void {
    this.streams.delete(left);
    left.abort();
  }

  private async *follow(first: WatchedRun, scope: Scope, left: AbortSignal): AsyncGenerator<string> {
    let told = '';
    let quietMs = 0;
    let run = first;
    yield 'retry: 2000\n\n';
    for (let openMs = 0; openMs < longestMs; openMs += pollMs) {
      const data = JSON.stringify(toMatchRunEvent(run));
      if (data !== told) {
        yield `event: progress\ndata: ${data}\n\n`;
        told = data;
        quietMs = 0;
      } else if (quietMs >= heartbeatMs) {
        yield ': still here\n\n';
        quietMs = 0;
      }
      if (hasEnded(run)) {
        yield 'event: end\ndata: {}\n\n';
        return;
      }
      if (!(await waited(left))) return;
      quietMs += pollMs;
      run = await this.runs.watch(scope, run.id);
    }
  }
}

function hasEnded({ state }: WatchedRun): boolean {
  return state === 'completed' || state === 'failed' || state === 'cancelled';
}

/** @returns false when the watcher left meanwhile */
async function waited(left: AbortSignal): Promise<boolean> {
  try {
    await delay(pollMs, undefined, { signal: left });
    return true;
  } catch {
    return false;
  }
}
