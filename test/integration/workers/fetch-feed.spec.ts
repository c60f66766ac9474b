import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchFeed } from '@throughtrain/contracts';
import { AuditLog, DomainError, Outbox, type Scope } from '@throughtrain/domain';
import {
  EnqueueDueFeeds,
  type EraseEndedContacts,
  FeedFetcher,
  FeedRepository,
  FeedSettings,
  FetchFeed,
  type FindDuplicates,
  ImportRepository,
  ManageFeeds,
  RequestImport,
  type FetchedFeed,
  type EncodeLibrary,
  type RunImport,
} from '@throughtrain/ingestion';
import { ndjson, projectRow } from '@throughtrain/testing';
import { HttpFeedFetcher } from '../../../apps/ingest/src/http-feed-fetcher';
import { ImportFileProcessor } from '../../../apps/ingest/src/import-file.processor';
import { leaseMs, noMetrics, work, WorkerBench } from './worker-bench';

const maxBytes = 1_000_000;
const url = 'https://results.example.org/export.ndjson';
const rows = ndjson([projectRow(1), projectRow(2)]);

async function* inTwo(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes.subarray(0, 10);
  yield bytes.subarray(10);
}

/** An address that answers what the test says, and remembers what it was asked. */
class Address extends FeedFetcher {
  readonly asked: Parameters<FeedFetcher['fetch']>[0][] = [];
  answer: () => FetchedFeed = () => ({ kind: 'content', etag: '"1"', bytes: inTwo(rows) });

  override async fetch(request: Parameters<FeedFetcher['fetch']>[0]): Promise<FetchedFeed> {
    this.asked.push(request);
    return this.answer();
  }
}

describe('the feeds', () => {
  let bench: WorkerBench;
  let agency: Scope;
  let feeds: FeedRepository;
  let manage: ManageFeeds;
  let address: Address;

  beforeEach(async () => {
    bench = await WorkerBench.open();
    agency = await bench.principal('agency');
    feeds = bench.app.get(FeedRepository);
    manage = new ManageFeeds(feeds, bench.uow, bench.app.get(AuditLog), bench.app.get(Outbox));
    address = new Address();
  });
  afterEach(() => bench.close());

  const add = (said: { authorization?: string } = {}): Promise<string> =>
    manage.add(agency, { kind: 'projects', url, everyMinutes: 60, ...said });
  const useCase = (fetcher: FeedFetcher = address) =>
    new FetchFeed(feeds, fetcher, bench.app.get(RequestImport), new FeedSettings(leaseMs, maxBytes));
  const fetch = (feedId: string, fetcher?: FeedFetcher) =>
    work(
      new ImportFileProcessor(
        {} as RunImport,
        useCase(fetcher),
        {} as EraseEndedContacts,
        {} as FindDuplicates,
        {} as EncodeLibrary,
        noMetrics(),
      ),
      fetchFeed,
      {
        feedId,
      },
    );
  const makeDue = () => bench.sql('update feed set next_at = now()');
  const outcome = async (feedId: string) => {
    const { outcome: told, failures, state, pausedBecause } = await feeds.find(agency, feedId);
    return { outcome: told, failures, state, pausedBecause };
  };
  const imports = () => bench.app.get(ImportRepository).list(agency);
  const due = () => new EnqueueDueFeeds(feeds, bench.uow, bench.app.get(Outbox)).execute();

  it('hands what came to the import, in the name of who set it up', async () => {
    const feedId = await add();
    await fetch(feedId);
    const [made] = await imports();
    expect(made).toMatchObject({ kind: 'projects', state: 'queued' });
    expect(await feeds.find(agency, feedId)).toMatchObject({
      outcome: 'imported',
      lastImportId: made?.id,
      failures: 0,
    });
    const [jobs] = await bench.sql<{ n: number }>(
      `select count(*)::int as n from outbox where name = 'import-file.v1'`,
    );
    expect(jobs?.n).toBe(1);
  });

  it('asks for what has changed since, and makes no import of the same bytes', async () => {
    const feedId = await add();
    await fetch(feedId);
    await makeDue();
    await fetch(feedId);
    expect(address.asked[1]).toMatchObject({ url, etag: '"1"' });
    expect(await outcome(feedId)).toMatchObject({ outcome: 'unchanged', failures: 0 });
    expect(await imports()).toHaveLength(1);
    address.answer = () => ({ kind: 'not-modified' });
    await makeDue();
    await fetch(feedId);
    expect(await outcome(feedId)).toMatchObject({ outcome: 'not-modified' });
    address.answer = () => ({ kind: 'content', bytes: inTwo(ndjson([projectRow(3)])) });
    await makeDue();
    await fetch(feedId);
    expect(await imports()).toHaveLength(2);
  });

  it('fetches once when the job comes twice, and not before its time', async () => {
    const feedId = await add();
    await Promise.all([fetch(feedId), fetch(feedId)]);
    await fetch(feedId);
    expect(address.asked).toHaveLength(1);
    expect(await imports()).toHaveLength(1);
  });

  it('is taken over when a worker dies midway', async () => {
    const feedId = await add();
    const claim = await feeds.claim(feedId, leaseMs);
    expect(await due()).toBe(0);
    await bench.sql(`update feed set lease_until = now() - interval '1 second'`);
    await fetch(feedId);
    expect(await imports()).toHaveLength(1);
    await expect(
      feeds.finish(feedId, claim!.fence, { outcome: 'imported', failures: 0, nextInMinutes: 60 }),
    ).rejects.toMatchObject({ code: 'lease.lost' });
  });

  it('waits longer after each failure, and pauses in the end', async () => {
    const feedId = await add();
    address.answer = () => {
      throw new DomainError('unavailable', 'feed.unreachable');
    };
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await fetch(feedId);
      const [row] = await bench.sql<{ minutes: number }>(
        'select round(extract(epoch from next_at - now()) / 60)::int as minutes from feed',
      );
      waits.push(row?.minutes ?? 0);
      await makeDue();
    }
    expect(waits.slice(0, 6)).toEqual([120, 240, 480, 960, 1440, 1440]);
    const failed = { outcome: 'feed.unreachable', failures: 10, state: 'paused', pausedBecause: 'feed.unreachable' };
    expect(await outcome(feedId)).toEqual(failed);
    await fetch(feedId);
    expect(address.asked).toHaveLength(10);
    await expect(manage.fetchNow(agency, feedId)).rejects.toMatchObject({ code: 'feed.paused' });
    await manage.change(agency, feedId, { state: 'active' });
    expect(await outcome(feedId)).toMatchObject({ state: 'active', failures: 0, pausedBecause: undefined });
  });

  it('keeps nothing of what breaks off or is too large', async () => {
    const feedId = await add();
    address.answer = () => ({ kind: 'content', bytes: inTwo(Buffer.alloc(maxBytes + 1, 'x')) });
    await fetch(feedId);
    expect(await outcome(feedId)).toMatchObject({ outcome: 'request.too-large', failures: 1 });
    async function* broken(): AsyncGenerator<Buffer> {
      yield rows.subarray(0, 20);
      throw new DomainError('unavailable', 'feed.unreachable');
    }
    address.answer = () => ({ kind: 'content', bytes: broken() });
    await makeDue();
    await fetch(feedId);
    expect(await imports()).toEqual([]);
    expect(await bench.sql('select import_id from upload_chunk')).toEqual([]);
  });

  it('pauses when who set it up has been taken out of service', async () => {
    const feedId = await add();
    await bench.sql('update principal set disabled_at = now()');
    await fetch(feedId);
    expect(address.asked).toEqual([]);
    expect(await outcome(feedId)).toMatchObject({ state: 'paused', pausedBecause: 'feed.creator-deactivated' });
  });

  it('seals the header that the address asks for, and sends it open', async () => {
    const feedId = await add({ authorization: 'Bearer secret-of-the-city' });
    await fetch(feedId);
    expect(address.asked[0]?.authorization).toBe('Bearer secret-of-the-city');
    const [row] = await bench.sql<{ text: string }>('select feed::text as text from feed');
    expect(row?.text).not.toContain(Buffer.from('secret-of-the-city').toString('hex'));
    expect(await feeds.find(agency, feedId)).toMatchObject({ hasAuthorization: true });
  });

  it('enqueues what is due once, and nothing that is paused', async () => {
    const feedId = await add();
    await bench.sql('delete from outbox');
    expect(await due()).toBe(1);
    expect(await due()).toBe(0);
    await bench.sql('delete from outbox');
    await manage.change(agency, feedId, { state: 'paused' });
    expect(await due()).toBe(0);
  });

  it('is nobody else’s', async () => {
    const feedId = await add();
    const other = await bench.principal('agency');
    const notFound = { code: 'resource.not-found' };
    await expect(feeds.find(other, feedId)).rejects.toMatchObject(notFound);
    await expect(manage.change(other, feedId, { state: 'paused' })).rejects.toMatchObject(notFound);
    await expect(manage.remove(other, feedId)).rejects.toMatchObject(notFound);
    await expect(manage.fetchNow(other, feedId)).rejects.toMatchObject(notFound);
    expect(await feeds.list(other)).toEqual([]);
    await expect(add()).rejects.toMatchObject({ code: 'feed.exists' });
    await expect(manage.add(agency, { kind: 'demands', url, everyMinutes: 60 })).rejects.toMatchObject({
      code: 'auth.role-required',
    });
    await manage.remove(agency, feedId);
    expect(await feeds.list(agency)).toEqual([]);
  });

  describe('over HTTP', () => {
    let server: Server;
    let host: string;
    let listener: RequestListener;

    beforeEach(async () => {
      server = createServer((request, response) => listener(request, response));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    const overHttp = (allowedHosts: readonly string[]) =>
      new HttpFeedFetcher({ allowedHosts, silenceMs: 5_000, totalMs: 10_000 });
    const addHere = () => manage.add(agency, { kind: 'projects', url: `http://${host}/x`, everyMinutes: 15 });

    it('takes 200 with its ETag, and 304 for nothing new', async () => {
      listener = (request, response) => {
        if (request.headers['if-none-match'] === '"7"') response.writeHead(304).end();
        else response.setHeader('etag', '"7"').end(rows);
      };
      const feedId = await addHere();
      await fetch(feedId, overHttp([host]));
      expect(await outcome(feedId)).toMatchObject({ outcome: 'imported' });
      await makeDue();
      await fetch(feedId, overHttp([host]));
      expect(await outcome(feedId)).toMatchObject({ outcome: 'not-modified' });
    });

    it('pauses at once at an address inside the network that is not allowed', async () => {
      const seen = jest.fn();
      listener = (_request, response) => {
        seen();
        response.end(rows);
      };
      const feedId = await addHere();
      await fetch(feedId, overHttp([]));
      expect(await outcome(feedId)).toMatchObject({ state: 'paused', pausedBecause: 'feed.address-refused' });
      expect(seen).not.toHaveBeenCalled();
    });

    it('takes an error page for no content', async () => {
      listener = (_request, response) => response.writeHead(500).end('{"externalId":"x"}');
      const feedId = await addHere();
      await fetch(feedId, overHttp([host]));
      expect(await outcome(feedId)).toMatchObject({ outcome: 'feed.bad-answer', failures: 1 });
      expect(await imports()).toEqual([]);
    });
  });
});
