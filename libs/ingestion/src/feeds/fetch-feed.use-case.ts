import { createHash } from 'node:crypto';
import { DomainError } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { LeaseKeeper } from '../import/lease-keeper';
import { RequestImport } from '../import/request-import.use-case';
import { FeedFetcher, type FetchedFeed } from '../ports/feed-fetcher.port';
import { FeedRepository, type ClaimedFeed, type FeedOutcome, type FeedVersion } from '../ports/feed.repository.port';

/** Failures in a row after which a feed is paused and a person has to look. */
const mostFailures = 10;
/** The longest pause between two attempts at an address that fails. */
const longestWaitMinutes = 24 * 60;

/** Settings of the fetching worker. */
export class FeedSettings {
  constructor(
    readonly leaseMs: number,
    readonly maxBytes: number,
  ) {}
}

/**
 * Fetches one feed that is due and hands what is new to the import. May run twice and die anywhere: the schedule moves on only at the end, under
 * the fence, and content that is taken twice changes nothing the second time.
 */
@Injectable()
export class FetchFeed {
  constructor(
    private readonly feeds: FeedRepository,
    private readonly fetcher: FeedFetcher,
    private readonly requestImport: RequestImport,
    private readonly settings: FeedSettings,
  ) {}

  async execute({ feedId }: { readonly feedId: string }): Promise<void> {
    const claim = await this.feeds.claim(feedId, this.settings.leaseMs);
    if (!claim) return;
    await this.feeds.finish(feedId, claim.fence, await this.outcomeOf(feedId, claim));
  }

  private async outcomeOf(feedId: string, claim: ClaimedFeed): Promise<FeedOutcome> {
    const later = { failures: 0, nextInMinutes: claim.everyMinutes };
    if (!claim.isCreatorActive) {
      return { ...later, outcome: 'feed.creator-deactivated', pausedBecause: 'feed.creator-deactivated' };
    }
    try {
      const fetched = await this.fetcher.fetch(claim);
      if (fetched.kind === 'not-modified') return { ...later, outcome: 'not-modified' };
      return { ...later, ...(await this.take(feedId, claim, fetched)) };
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'lease.lost') throw error;
      return failed(claim, error.code);
    }
  }

  private async take(
    feedId: string,
    claim: ClaimedFeed,
    { bytes, etag, lastModified }: Extract<FetchedFeed, { kind: 'content' }>,
  ): Promise<Pick<FeedOutcome, 'outcome' | 'version' | 'importId'>> {
    const lease = new LeaseKeeper(this.feeds, feedId, claim.fence, this.settings.leaseMs);
    const content = new NewContent(lease.over(bytes), claim.contentHash);
    const version = (): FeedVersion => ({ etag, lastModified, contentHash: content.hash });
    try {
      const importId = await this.requestImport.execute(claim.scope, claim.kind, content, this.settings.maxBytes);
      return { outcome: 'imported', version: version(), importId };
    } catch (error) {
      if (error instanceof SameContent) return { outcome: 'unchanged', version: version() };
      throw error;
    }
  }
}

/** Thrown at the end of bytes that were taken before, so that nothing of them is kept. */
class SameContent extends Error {}

/** Bytes on their way into the staging, hashed as they pass. */
class NewContent implements AsyncIterable<Buffer> {
  hash: Buffer | undefined;

  constructor(
    private readonly bytes: AsyncIterable<Buffer>,
    private readonly known: Buffer | undefined,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    const hash = createHash('sha256');
    for await (const piece of this.bytes) {
      hash.update(piece);
      yield piece;
    }
    this.hash = hash.digest();
    if (this.known?.equals(this.hash) === true) throw new SameContent();
  }
}

/** The wait doubles with each failure in a row, from the feed's own interval up to a day. */
function failed({ failures: before, everyMinutes }: ClaimedFeed, code: string): FeedOutcome {
  const failures = before + 1;
  const nextInMinutes = Math.max(everyMinutes, Math.min(longestWaitMinutes, everyMinutes * 2 ** failures));
  const isHopeless = failures >= mostFailures || code === 'feed.address-refused';
  return { outcome: code, failures, nextInMinutes, ...(isHopeless && { pausedBecause: code }) };
}
