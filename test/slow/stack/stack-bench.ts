import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importReportSchema, matchRunSchema, type ImportKind } from '@throughtrain/contracts';
import { SecretBox } from '@throughtrain/platform';
import { startServices, type ServiceName, type ServiceStack } from '@throughtrain/platform/embedded';
import { createTestDatabase, eventually, type QueueBackend, type TestDatabase } from '@throughtrain/testing';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { z } from 'zod';
import { ApiClient } from '../../../tools/client/api-client';
import { importFile } from '../../../tools/client/import-file';
import { register, sampleAgency, sampleHost } from '../../../tools/client/register';
import { openRoadshow } from '../../../tools/demo/funnel';
import { registerOperator } from '../../../tools/operator-key/register-operator';

type ImportReport = z.infer<typeof importReportSchema>;
type MatchRun = z.infer<typeof matchRunSchema>;

const samples = join(__dirname, '..', '..', '..', 'samples');
const dataKey = SecretBox.newKey();
const leaseSeconds = 2;
/** What is recovered by the reconciler waits for half a minute and for its next pass, on a machine that does other things too. */
export const recoveryMs = 90_000;

/** The three services as they are built, on a database and a queue of their own, with the sample loaded over HTTP. */
export class StackBench {
  /** What the services have logged, level warn and above. */
  readonly logs: string[] = [];
  private readonly prefix = `t${randomUUID().slice(0, 8)}`;
  private stack!: ServiceStack;
  agency!: ApiClient;
  host!: ApiClient;
  roadshowId!: string;

  private constructor(
    private readonly backend: QueueBackend,
    private readonly database: TestDatabase,
    private readonly client: Client,
  ) {}

  static async open(backend: QueueBackend): Promise<StackBench> {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    // A test that fails may leave it to be cut off by the end of the server.
    client.on('error', () => undefined);
    await client.connect();
    const bench = new StackBench(backend, database, client);
    try {
      await bench.start();
      await bench.loadSample();
    } catch (error) {
      await bench.close();
      throw error;
    }
    return bench;
  }

  async close(): Promise<void> {
    // A stopped process does not hear that it is to end.
    for (const { pid } of (this.stack as ServiceStack | undefined)?.processes ?? []) process.kill(pid, 'SIGCONT');
    await (this.stack as ServiceStack | undefined)?.stop();
    await this.client.end();
    await this.database.drop();
    if (this.backend.redisUrl !== undefined) await this.loseQueue();
  }

  async sql<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, [...values])).rows;
  }

  /** The only number in the first row of a query. */
  async count(text: string, values: readonly unknown[] = []): Promise<number> {
    const [row] = await this.sql<{ n: string }>(`select (${text}) as n`, values);
    return Number(row?.n);
  }

  /** Stops a service where it is, without a word; time goes on for everybody else. */
  pause(service: ServiceName): void {
    process.kill(this.pidOf(service), 'SIGSTOP');
  }

  /** Stops a service where it holds no lock that others would wait for: between two transactions. */
  async pauseAtRest(service: ServiceName): Promise<void> {
    const held = `
      select count(*) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and (state = 'active' or state like 'idle in transaction%')`;
    await eventually(
      async () => {
        this.pause(service);
        // Transactions of the others end by themselves.
        const isAtRest = await eventually(async () => (await this.count(held)) === 0, { withinMs: 1_000 }).then(
          () => true,
          () => false,
        );
        if (!isAtRest) this.resume(service);
        return isAtRest;
      },
      { withinMs: recoveryMs },
    );
  }

  resume(service: ServiceName): void {
    process.kill(this.pidOf(service), 'SIGCONT');
  }

  /** Kills a service with -9 and waits until the stack has another one running. */
  async killAndAwaitNext(service: ServiceName): Promise<void> {
    const killed = this.pidOf(service);
    process.kill(killed, 'SIGKILL');
    await eventually(
      async () =>
        this.stack.processes.some(({ name, pid }) => name === service && pid !== killed) &&
        (await fetch(`${this.stack.urls[service]}/health/ready`)).status === 200,
      { withinMs: 30_000 },
    );
  }

  /** Loses all that the queue holds: every key of the prefix, or every row of its schema. */
  async loseQueue(): Promise<void> {
    if (this.backend.redisUrl === undefined) {
      // All but the list of BullMQ's migrations, which says what the tables look like and is no content of the queue.
      const tables = await this.sql<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'queue' and tablename <> 'migration'`,
      );
      await this.sql(`truncate ${tables.map(({ name }) => name).join(', ')}`);
      return;
    }
    const redis = new Redis(this.backend.redisUrl);
    const keys = await redis.keys(`${this.prefix}:*`);
    if (keys.length > 0) await redis.del(keys);
    await redis.quit();
  }

  /** Outbox rows that no relay has taken. */
  pending(): Promise<number> {
    return this.count('select count(*) from outbox where relayed_at is null');
  }

  /** Lets new outbox rows be committed but not be seen by any relay. */
  async holdOutbox(): Promise<void> {
    await this.sql(`
      create function hold_back() returns trigger language plpgsql as $$
      begin
        new.relayed_at := now() + interval '1 hour';
        return new;
      end $$;
      create trigger hold_back before insert on outbox for each row execute function hold_back()`);
  }

  /** From now on the rows held back wait for a relay like any other. */
  async releaseOutbox(): Promise<void> {
    await this.sql(`
      drop trigger hold_back on outbox;
      drop function hold_back;
      update outbox set relayed_at = null where relayed_at > now()`);
  }

  async requestImport(kind: ImportKind, bytes: Buffer): Promise<string> {
    const { id } = await this.ownerOf(kind).call(
      'POST',
      `/v1/imports/${kind}`,
      { bytes, type: 'application/x-ndjson' },
      importReportSchema,
    );
    return id;
  }

  /** The report of an import that has ended. */
  endOfImport(kind: ImportKind, importId: string): Promise<ImportReport> {
    return eventually(
      async () => {
        const report = await this.ownerOf(kind).get(`/v1/imports/${importId}`, importReportSchema);
        return (report.state === 'completed' || report.state === 'failed') && report;
      },
      { withinMs: recoveryMs, everyMs: 100 },
    );
  }

  requestRun(): Promise<MatchRun> {
    return this.host.call('POST', `/v1/roadshows/${this.roadshowId}/match-runs`, undefined, matchRunSchema);
  }

  replay(runId: string): Promise<MatchRun> {
    return this.host.call('POST', `/v1/match-runs/${runId}/replays`, undefined, matchRunSchema);
  }

  /** A match run that has ended. */
  endOfRun(runId: string): Promise<MatchRun> {
    return eventually(
      async () => {
        const run = await this.host.get(`/v1/match-runs/${runId}`, matchRunSchema);
        return run.state !== 'queued' && run.state !== 'running' && run;
      },
      { withinMs: recoveryMs, everyMs: 100 },
    );
  }

  private ownerOf(kind: ImportKind): ApiClient {
    return kind === 'projects' ? this.agency : this.host;
  }

  private pidOf(service: ServiceName): number {
    const running = this.stack.processes.find(({ name }) => name === service);
    if (running === undefined) throw new Error(`${service} does not run`);
    return running.pid;
  }

  private async start(): Promise<void> {
    const environment = {
      ...process.env,
      DATABASE_URL: this.database.url,
      DATA_KEY: dataKey,
      REDIS_URL: this.backend.redisUrl ?? '',
      QUEUE_PREFIX: this.prefix,
      LEASE_SECONDS: String(leaseSeconds),
      LOG_LEVEL: 'warn',
    };
    this.stack = await startServices({
      environment,
      restart: true,
      log: (service, line) => this.logs.push(`[${service}] ${line}`),
    });
  }

  private async loadSample(): Promise<void> {
    const { apiKey } = await registerOperator(this.database.url, 'test operator');
    const operator = new ApiClient(this.stack.apiUrl, apiKey);
    this.agency = (await register(operator, sampleAgency, 'test agency', ['agency'])).api;
    this.host = (await register(operator, sampleHost, 'test host', ['host'])).api;
    for (const kind of ['projects', 'enterprises', 'demands'] as const) {
      await importFile(this.ownerOf(kind), kind, await readFile(join(samples, `${kind}.ndjson`)), () => undefined);
    }
    const enterprises = await this.sql<{ id: string }>('select external_id as id from host_enterprise');
    this.roadshowId = await openRoadshow(
      this.host,
      ['5.2'],
      enterprises.map(({ id }) => id),
    );
  }
}
