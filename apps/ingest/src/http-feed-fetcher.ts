import { DomainError, type DomainErrorKind, type ErrorCode } from '@throughtrain/domain';
import { FeedFetcher, type FetchedFeed } from '@throughtrain/ingestion';
import { fetchOutside, OutsideError, type OutsideFailure, type OutsideSettings } from '@throughtrain/platform';

const refusals: Readonly<Record<OutsideFailure, readonly [DomainErrorKind, ErrorCode]>> = {
  unreachable: ['unavailable', 'feed.unreachable'],
  'timed-out': ['unavailable', 'feed.timed-out'],
  'bad-answer': ['unavailable', 'feed.bad-answer'],
  'refused-address': ['forbidden', 'feed.address-refused'],
};

/** Fetches feeds by HTTP, asking only for what has changed. */
export class HttpFeedFetcher extends FeedFetcher {
  constructor(private readonly settings: OutsideSettings) {
    super();
  }

  override async fetch({
    url,
    etag,
    lastModified,
    authorization,
  }: Parameters<FeedFetcher['fetch']>[0]): Promise<FetchedFeed> {
    const headers = {
      'user-agent': 'throughtrain-feed',
      ...(etag !== undefined && { 'if-none-match': etag }),
      ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
      ...(authorization !== undefined && { authorization }),
    };
    const answer = await orDomainError(() => fetchOutside(url, headers, this.settings));
    if (answer.status === 304) return { kind: 'not-modified' };
    if (answer.status !== 200) throw new DomainError(...refusals['bad-answer'], { status: answer.status });
    return {
      kind: 'content',
      etag: text(answer.headers['etag']),
      lastModified: text(answer.headers['last-modified']),
      bytes: translated(answer.body),
    };
  }
}

async function* translated(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* bytes;
  } catch (error) {
    throw toDomainError(error);
  }
}

async function orDomainError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toDomainError(error);
  }
}

function toDomainError(error: unknown): unknown {
  return error instanceof OutsideError ? new DomainError(...refusals[error.failure]) : error;
}

/** A header that came once and is short enough to be sent back. */
function text(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header.length <= 1_000 ? header : undefined;
}
