import {
  importFaultPageSchema,
  shortlistListSchema,
  shortlistSchema,
  type matchRunSchema,
} from '@throughtrain/contracts';
import { describeQueueBackends, eventually, ndjson, projectRow } from '@throughtrain/testing';
import type { z } from 'zod';
import { StackBench } from './stack-bench';

type MatchRun = z.infer<typeof matchRunSchema>;

const manyRows = 3_000;
const faultyRows = [17, 1_200, 2_999];
const accepted = manyRows - faultyRows.length;

/** Rows 1 to 3,000 of a file, three of which name no title. */
const manyProjects = ndjson(
  Array.from({ length: manyRows }, (_, index) => {
    const { title, ...untitled } = projectRow(index + 1);
    return faultyRows.includes(index + 1) ? untitled : { title, ...untitled };
  }),
);

const fewProjects = (from: number): Buffer =>
  ndjson(Array.from({ length: 20 }, (_, index) => projectRow(from + index)));

describeQueueBackends('the services as processes', (backend) => {
  let bench: StackBench;

  beforeAll(async () => {
    bench = await StackBench.open(backend);
  });

  afterAll(() => bench.close());

  /** Kills the ingest worker between two batches of the import. */
  async function interruptImport(importId: string): Promise<void> {
    await eventually(async () => (await rowsDone(importId)) >= 400, { everyMs: 5 });
    bench.pause('ingest');
    expect(await rowsDone(importId)).toBeLessThan(manyRows - 400);
    await bench.killAndAwaitNext('ingest');
  }

  const rowsDone = (importId: string): Promise<number> =>
    bench.count('select rows_done from import where id = $1', [importId]);

  /** Requests runs until the matcher is caught while it scores one, and kills it there. @returns the run that it left */
  async function interruptRun(): Promise<MatchRun> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const run = await bench.requestRun();
      await eventually(async () => !['queued', 'running queued', 'running loading'].includes(await stateOf(run.id)), {
        everyMs: 2,
      });
      bench.pause('matcher');
      if ((await stateOf(run.id)) === 'running scoring') {
        // A run counts as abandoned half a minute after its request at the earliest.
        await bench.sql(`update match_run set created_at = created_at - interval '1 minute' where id = $1`, [run.id]);
        await bench.killAndAwaitNext('matcher');
        return run;
      }
      bench.resume('matcher');
      await bench.endOfRun(run.id);
    }
    throw new Error('the matcher was always faster');
  }

  async function stateOf(runId: string): Promise<string> {
    const [row] = await bench.sql<{ state: string }>(
      `select case state when 'running' then 'running ' || (progress->>'stage') else state end as state from match_run where id = $1`,
      [runId],
    );
    return row?.state ?? '';
  }

  async function entriesOf(runId: string): Promise<unknown[]> {
    const { items } = await bench.host.get(`/v1/match-runs/${runId}/shortlists`, shortlistListSchema);
    const lists = await Promise.all(items.map(({ id }) => bench.host.get(`/v1/shortlists/${id}`, shortlistSchema)));
    return lists.map(({ entries }) => entries);
  }

  it('end an import whose worker is killed midway, each row once', async () => {
    const importId = await bench.requestImport('projects', manyProjects);
    await interruptImport(importId);
    const report = await bench.endOfImport('projects', importId);
    expect(report).toMatchObject({
      state: 'completed',
      rowsDone: manyRows,
      created: accepted,
      updated: 0,
      unchanged: 0,
      refused: faultyRows.length,
    });
    const faults = await bench.agency.all(`/v1/imports/${importId}/faults`, importFaultPageSchema);
    const refused = faults.filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ row }) => row)).toEqual(faultyRows);
    expect(await bench.count('select fence from import where id = $1', [importId])).toBe(2);
    const revisions = `select count(*) from project_revision r join project p on p.id = r.project_id where p.external_id ~ '^P-[0-9]+$'`;
    expect(await bench.count(revisions)).toBe(accepted);

    const again = await bench.endOfImport('projects', await bench.requestImport('projects', manyProjects));
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: accepted, refused: faultyRows.length });
    expect(await bench.count(revisions)).toBe(accepted);
  });

  it('end a match run whose worker is killed midway, with the list that a replay gives', async () => {
    const { id: runId } = await interruptRun();
    const run = await bench.endOfRun(runId);
    expect(run.state).toBe('completed');
    expect(await bench.count('select fence from match_run where id = $1', [runId])).toBe(2);

    const replay = await bench.endOfRun((await bench.replay(runId)).id);
    expect(replay.summary?.resultHash).toMatch(/^[0-9a-f]{64}$/);
    expect(replay.summary?.resultHash).toBe(run.summary?.resultHash);
    const entries = await entriesOf(runId);
    expect(entries).toHaveLength(1);
    expect(await entriesOf(replay.id)).toEqual(entries);
    // The unique key would refuse a second list of a run and domain; a list of no run would be one too many as well.
    expect(await bench.count('select count(*) from shortlist')).toBe(
      await bench.count(`select count(*) from match_run where state = 'completed'`),
    );
  });

  it('run an accepted import after the API was killed before it relayed the job', async () => {
    bench.pause('ingest');
    await bench.holdOutbox();
    const importId = await bench.requestImport('projects', fewProjects(10_000));
    const killed = bench.killAndAwaitNext('api');
    await bench.releaseOutbox();
    expect(await bench.pending()).toBe(1);
    await killed;
    await eventually(async () => (await bench.pending()) === 0);
    bench.resume('ingest');
    expect(await bench.endOfImport('projects', importId)).toMatchObject({
      state: 'completed',
      created: 20,
      refused: 0,
    });
  });

  it('finish what was requested although the queue is lost', async () => {
    await bench.pauseAtRest('ingest');
    await bench.pauseAtRest('matcher');
    const importId = await bench.requestImport('projects', fewProjects(20_000));
    const { id: runId } = await bench.requestRun();
    await eventually(async () => (await bench.pending()) === 0);
    await bench.loseQueue();
    const logged = bench.logs.length;
    bench.resume('ingest');
    bench.resume('matcher');
    const [report, run] = await Promise.all([bench.endOfImport('projects', importId), bench.endOfRun(runId)]);
    expect(report).toMatchObject({ state: 'completed', created: 20, refused: 0 });
    expect(run.state).toBe('completed');
    for (const lost of ['1 abandoned imports', '1 abandoned match runs'])
      expect(bench.logs.slice(logged).filter((line) => line.includes(`${lost} enqueued again`))).toHaveLength(1);
  }, 120_000);
});
