import { encodeLibrary } from '@throughtrain/contracts';
import { DomainError, type Scope } from '@throughtrain/domain';
import {
  EncodeLibrary,
  EncodingRepository,
  type EraseEndedContacts,
  type FetchFeed,
  type FindDuplicates,
  ImportRepository,
  ImportSettings,
  ProjectStore,
  RequestEncoding,
  RunImport,
} from '@throughtrain/ingestion';
import {
  DemandReader,
  LibraryFeed,
  PinRunInput,
  ReadQueries,
  type LibraryProject,
  type MatchRunInput,
} from '@throughtrain/matching';
import { FakeEncoder, projectRow } from '@throughtrain/testing';
import { analyse, analyserVersion, Encoder, quantiseVector } from '@throughtrain/text';
import { ImportFileProcessor } from '../../../apps/ingest/src/import-file.processor';
import { Crash, crashing, type CrashPlan } from './crash';
import { leaseMs, noMetrics, work, WorkerBench } from './worker-bench';

describe('the encoding of the library', () => {
  let bench: WorkerBench;
  let agency: Scope;
  const later = new FakeEncoder('fake-2');

  beforeEach(async () => {
    bench = await WorkerBench.open();
    agency = await bench.principal('agency');
    later.asked.length = 0;
    later.queries.length = 0;
    later.failure = undefined;
  });

  afterEach(() => bench.close());

  const encodings = () => bench.app.get(EncodingRepository);
  const first = () => bench.app.get<unknown, FakeEncoder>(Encoder);
  const request = (encoder: Encoder) => new RequestEncoding(encodings(), encoder, bench.uow, bench.outbox);

  async function encode(encoder: Encoder, plan?: CrashPlan<EncodingRepository>): Promise<void> {
    const { id } = (await encodings().list()).find(({ encoderVersion }) => encoderVersion === encoder.version)!;
    const repository = plan ? crashing(encodings(), plan) : encodings();
    const use = new EncodeLibrary(repository, encoder, bench.uow, bench.outbox, new ImportSettings(leaseMs));
    const processor = new ImportFileProcessor(
      {} as RunImport,
      {} as FetchFeed,
      {} as EraseEndedContacts,
      {} as FindDuplicates,
      use,
      noMetrics(),
    );
    await work(processor, encodeLibrary, { encodingId: id });
  }

  const inForce = async () =>
    (await encodings().list()).filter(({ isInForce }) => isInForce).map(({ encoderVersion }) => encoderVersion);
  const pin = (host: Scope, roadshowId: string) => bench.app.get(PinRunInput).execute(host, roadshowId);
  const jobs = async () =>
    (await bench.sql<{ id: string }>(`select id from outbox where payload ? 'encodingId'`)).length;

  async function library(encoderVersion: string): Promise<LibraryProject[]> {
    const feed = bench.app.get(LibraryFeed);
    await feed.settle(10_000);
    const read: LibraryProject[] = [];
    for await (const batch of feed.changes({ to: await feed.position() }, { analyserVersion, encoderVersion }))
      read.push(...batch);
    return read;
  }

  it('gives each text of an import its vector, and a revision without new words the one before it', async () => {
    await bench.import(agency, 'projects', [projectRow(1), projectRow(2)]);
    const [stored] = await library('fake-1');
    const { project, vector } = stored!;
    const texts = { title: project.title, keywords: project.keywords.join('；'), body: project.summary };
    const [expected] = await first().encode([{ purpose: 'document', texts, analysis: analyse(texts) }]);
    expect([...vector!]).toEqual([...quantiseVector(expected, 8)]);
    await bench.app.get(ProjectStore).withdraw(agency, project.id);
    const withdrawn = (await library('fake-1')).find(({ project: { id } }) => id === project.id);
    expect(withdrawn?.project).toMatchObject({ revision: 2, status: 'withdrawn' });
    expect(withdrawn?.vector).toEqual(vector);
  });

  it('keeps an import waiting while the encoder can not be reached, and loses nothing', async () => {
    const importId = await bench.requestImport(agency, 'projects', [projectRow(1)]);
    const attempt = () => bench.app.get(RunImport).execute({ importId });
    first().failure = new DomainError('unavailable', 'encoder.unavailable');
    for (let time = 0; time < 12; time += 1) await expect(attempt()).rejects.toThrow('encoder.unavailable');
    first().failure = undefined;
    await attempt();
    expect(await library('fake-1')).toHaveLength(1);
  });

  it('ends an import of a text that the encoder refuses for good, and says why', async () => {
    const importId = await bench.requestImport(agency, 'projects', [projectRow(1)]);
    first().failure = new DomainError('invalid', 'encoder.refused');
    await bench.app.get(RunImport).execute({ importId });
    const report = await bench.app.get(ImportRepository).report(agency, importId);
    expect(report).toMatchObject({ state: 'failed', failureCode: 'encoder.refused' });
    first().failure = undefined;
  });

  it('brings the library to another encoder beside the old one, and puts it in force when it is whole', async () => {
    const { host, run } = await bench.requestRun();
    expect(run.pinned.encoderVersion).toBeUndefined();
    await request(first()).execute();
    await encode(first());
    expect(await inForce()).toEqual(['fake-1']);
    // Imports had encoded all of it.
    expect(first().asked).toHaveLength(38);

    await request(later).execute();
    expect(await inForce()).toEqual(['fake-1']);
    expect((await pin(host, run.roadshowId)).encoderVersion).toBe('fake-1');
    await encode(later);
    expect(later.asked).toHaveLength(38);
    // The demands ask, at an import and at a pass alike.
    for (const { queries } of [first(), later]) expect(queries).toHaveLength(8);
    expect(await inForce()).toEqual(['fake-2']);
    expect((await pin(host, run.roadshowId)).encoderVersion).toBe('fake-2');
    for (const version of ['fake-1', 'fake-2']) expect(await library(version)).toHaveLength(30);
    expect((await encodings().list())[0]).toMatchObject({ state: 'completed', textsDone: 38, textsTotal: 38 });

    // The old one again: there is nothing to encode, and it is in force after its pass.
    await request(first()).execute();
    await encode(first());
    expect(await inForce()).toEqual(['fake-1']);
    expect(first().asked).toHaveLength(38);
  });

  it.each<[string, CrashPlan<EncodingRepository>]>([
    ['after the claim', { method: 'slice', call: 1, when: 'before' }],
    ['before a slice is stored', { method: 'store', call: 2, when: 'before' }],
    ['after a slice is stored', { method: 'store', call: 2, when: 'after' }],
    ['before the end', { method: 'complete', call: 1, when: 'before' }],
  ])('goes on after a crash %s', async (_where, plan) => {
    const count = 450;
    await bench.import(
      agency,
      'projects',
      Array.from({ length: count }, (_, number) => projectRow(number)),
    );
    await request(later).execute();
    await expect(encode(later, plan)).rejects.toThrow(Crash);
    expect(await inForce()).toEqual([]);
    await expect(encode(later)).rejects.toThrow('lease.lost');
    await bench.endLeases('encoding');
    await encode(later);
    expect(await inForce()).toEqual(['fake-2']);
    const vectors = (await library('fake-2')).map(({ vector }) => vector);
    expect(vectors.filter((vector) => vector?.length === 8)).toHaveLength(count);
    // What was stored is not encoded again: at most the slice of the crash is.
    expect(later.asked.length).toBeLessThanOrEqual(count + 200);
  });

  it('leaves a large library to one job after another, so that imports come in between', async () => {
    // 25 slices of 200 a job.
    await bench.sql(
      `with made as (
         insert into project (channel, external_id, submitted_by)
         select 'open-call', 'X' || n, $1 from generate_series(1, 5100) n returning id)
       insert into project_revision (project_id, revision, status, content, content_hash, recorded_by)
       select id, 1, 'active', '{"title": "锂电池", "keywords": [], "summary": "电解液"}', '\\x00', $2 from made`,
      [agency.organisationId, agency.principalId],
    );
    await request(later).execute();
    const before = await jobs();
    await encode(later);
    expect(later.asked).toHaveLength(5_000);
    expect(await inForce()).toEqual([]);
    expect(await jobs()).toBe(before + 1);
    await encode(later);
    await encode(later);
    expect(later.asked).toHaveLength(5_100);
    expect(await inForce()).toEqual(['fake-2']);
  });

  it('does not work the pass of another encoder, and asks again for one whose worker is gone', async () => {
    await bench.import(agency, 'projects', [projectRow(1)]);
    await request(first()).execute();
    const { id } = (await encodings().list())[0]!;
    const stranger = new EncodeLibrary(encodings(), later, bench.uow, bench.outbox, new ImportSettings(leaseMs));
    await stranger.execute({ encodingId: id });
    expect(await inForce()).toEqual([]);
    expect(await request(later).again()).toBe(0);
    await bench.sql(`update encoding set created_at = now() - interval '1 hour'`);
    await bench.sql(`update outbox set relayed_at = now(), created_at = now() - interval '1 hour'`);
    expect(await request(first()).again()).toBe(1);
    expect(await request(first()).again()).toBe(0);
  });

  it('asks with the vectors of the encoder that a run was pinned for, and with the words of a brief that it can not encode', async () => {
    const { host, run: before } = await bench.requestRun();
    await request(first()).execute();
    await encode(first());
    const input: MatchRunInput = { ...(await pin(host, before.roadshowId)), librarySettled: true };
    const read = (encoder: Encoder) => new ReadQueries(bench.app.get(DemandReader), encoder).execute(input);
    const { request: own } = await read(first());
    expect(own.encoderVersion).toBe('fake-1');
    expect(own.queries.map(({ vector }) => vector?.length)).toEqual(Array.from({ length: 8 }, () => 8));
    expect(own.briefVector).toHaveLength(8);
    expect(first().queries).toContain(input.roadshow.brief);
    const { request: foreign } = await read(later);
    expect(foreign.queries.map(({ vector }) => vector?.length)).toEqual(Array.from({ length: 8 }, () => 8));
    expect(foreign.briefVector).toBeUndefined();
    // A demand that came in another way has no vector yet, and the run waits for it.
    await bench.sql(
      `insert into demand_revision (demand_id, revision, content, content_hash, recorded_by)
       select demand_id, 2, content, content_hash, recorded_by from demand_revision where demand_id = $1`,
      [input.demands[0]!.id],
    );
    const changed = { ...input, demands: [{ ...input.demands[0]!, revision: 2 }] };
    await expect(new ReadQueries(bench.app.get(DemandReader), first()).execute(changed)).rejects.toThrow(
      'library.analysis-missing',
    );
  });
});
