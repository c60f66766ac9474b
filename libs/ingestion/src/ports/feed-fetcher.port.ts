/** What an address answered. */
export type FetchedFeed =
  | { readonly kind: 'not-modified' }
  | {
      readonly kind: 'content';
      readonly etag?: string | undefined;
      readonly lastModified?: string | undefined;
      /** To be read to its end or left. */
      readonly bytes: AsyncIterable<Buffer>;
    };

/** Fetches from addresses that strangers name. */
export abstract class FeedFetcher {
  /**
   * @throws DomainError unavailable `feed.unreachable`, `feed.timed-out`, `feed.bad-answer`; forbidden `feed.address-refused` for an address inside
   *   the network that is not allowed, at whatever redirect
   */
  abstract fetch(request: {
    readonly url: string;
    readonly etag?: string | undefined;
    readonly lastModified?: string | undefined;
    readonly authorization?: string | undefined;
  }): Promise<FetchedFeed>;
}
