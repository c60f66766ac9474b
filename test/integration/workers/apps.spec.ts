import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FreezeShortlist, IntentRepository } from '@throughtrain/engagement';
import { ImportRepository } from '@throughtrain/ingestion';
import { MatchRunRepository, ShortlistRepository } from '@throughtrain/matching';
import { ingestConfigSchema, matcherConfigSchema, parseConfig } from '@throughtrain/platform';
import { migrateQueue } from '@throughtrain/queue';
import { describeQueueBackends, eventually, projectRow } from '@throughtrain/testing';
import { IngestModule } from '../../../apps/ingest/src/ingest.module';
import { MatcherModule } from '../../../apps/matcher/src/matcher.module';
import { startApp } from './start-app';
import { benchKey, WorkerBench } from './worker-bench';

const withinMs = 30_000;

describeQueueBackends('the worker apps', (backend) => {
  let bench: WorkerBench;
  let environment: Record<string, string>;

  beforeEach(async () => {
    bench = await WorkerBench.open();
    await migrateQueue(bench.url);
    environment = {
      DATABASE_URL: bench.url,
      DATA_KEY: benchKey,
      DATABASE_POOL_SIZE: '4',
      LOG_LEVEL: 'silent',
      QUEUE_PREFIX: `apps-${process.pid}-${Date.now()}`,
      ...(backend.redisUrl !== undefined && { REDIS_URL: backend.redisUrl }),
    };
  });

  afterEach(() => bench.close());

  const startIngest = () => startApp(IngestModule.forRoot(parseConfig(ingestConfigSchema, environment)));
  const startMatcher = () => startApp(MatcherModule.forRoot(parseConfig(matcherConfigSchema, environment)));

  it('work an import that was requested before they started', async () => {
    const agency = await bench.principal('agency');
    const importId = await bench.requestImport(agency, 'projects', [
      projectRow(1),
      { title: 'no more' },
      projectRow(2),
    ]);
    const ingest = await startIngest();
    try {
      const report = await eventually(
        async () => {
          const now = await bench.app.get(ImportRepository).report(agency, importId);
          return now.state === 'completed' && now;
        },
        { withinMs },
      );
      expect(report.counts).toMatchObject({ created: 2, updated: 0, unchanged: 0, refused: 1 });
      const ready = await ingest.inject('/health/ready');
      expect(ready.json()).toEqual({ status: 'up', checks: { database: 'up', queue: 'up' } });
      // What it brought in is compared with the library by a job of its own.
      const isDone = [
        /job_duration_seconds_count\{.*job="import-file.v1",outcome="ended"\} 1/,
        /job_duration_seconds_count\{.*job="find-duplicates.v1",outcome="ended"\} 1/,
        /queue_jobs\{queue="ingest",state="waiting",service="ingest"\} 0/,
      ];
      await eventually(
        async () => {
          const { body } = await ingest.inject('/metrics');
          return isDone.every((line) => line.test(body));
        },
        { withinMs },
      );
      expect((await ingest.inject('/nowhere')).json()).toMatchObject({ status: 404, code: 'route.not-found' });
    } finally {
      await ingest.close();
    }
  });

  it('work a match run and a push', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'engine-'));
    environment['ENGINE_SNAPSHOT_DIR'] = folder;
    const matcher = await startMatcher();
    try {
      const { host, run } = await bench.requestRun();
      const ended = await eventually(
        async () => {
          const now = await bench.app.get(MatchRunRepository).find(host, run.id);
          return ['completed', 'failed'].includes(now.state) && now;
        },
        { withinMs },
      );
      expect(ended).toMatchObject({ state: 'completed', summary: { projectsScored: 30 } });
      const [head] = await bench.app.get(ShortlistRepository).ofRun(host, run.id);
      const shortlistId = head?.id ?? '';
      await bench.app.get(FreezeShortlist).execute(host, shortlistId, '2027-01-31');
      await eventually(
        async () => (await bench.app.get(ShortlistRepository).find(host, shortlistId)).pushedAt !== undefined,
        { withinMs },
      );
      expect(await bench.app.get(IntentRepository).ofShortlist(host, shortlistId)).toHaveLength(4);
      expect((await matcher.inject('/health/live')).statusCode).toBe(200);
      expect((await matcher.inject('/health/ready')).json()).toEqual({
        status: 'up',
        checks: { database: 'up', queue: 'up' },
        details: { library: 'loaded' },
      });
    } finally {
      await matcher.close();
    }
    expect(await readdir(folder)).toEqual(['library-all.snapshot']);
    await rm(folder, { recursive: true });
  });
});
