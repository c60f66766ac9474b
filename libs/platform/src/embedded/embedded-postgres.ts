import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from './free-ports';
import { usableBinaries } from './postgres-binaries';
import { locatePostgres, ownerOf, readLocation, removePostgresFiles } from './postgres-location';
import {
  disownPidFile,
  ensureCluster,
  findLive,
  logPathOf,
  spawnPostgres,
  superuser,
  tailOf,
  waitForEnd,
  writePassword,
  type LivePostgres,
  type PostgresSite,
} from './postgres-process';
import { processIdentity } from './process-identity';
import { acquireProcessLock } from './process-lock';
import { serverAccount } from './server-account';

/** How long a start (with recovery after a crash) or a stop (with its checkpoint) may take. */
const patienceMs = 60_000;

/** What `startEmbeddedPostgres` is told. */
export interface EmbeddedPostgresOptions {
  /** folder of the server's data; made when missing. One server runs per folder. */
  readonly directory: string;
  /** false trades safety against power cuts for speed: for tests and demonstrations. Default true. */
  readonly durable?: boolean;
  /** receives lines for a person */
  readonly log?: (line: string) => void;
  /** is told, once, when a server started here ends without `stop`; the text holds its last messages */
  readonly onUnexpectedExit?: (reason: string) => void;
}

/** A running PostgreSQL server of our own, on 127.0.0.1, reachable with its url only. */
export interface EmbeddedPostgres {
  /** whether a server that was already running serves us */
  readonly reused: boolean;
  /** the url of a database, which need not exist */
  urlOf(database: string): string;
  /**
   * Makes a database when it is missing.
   * @param name lower-case letters, digits and _, at most 63
   * @param options recreate: drop it first, with whatever connections it has
   * @returns its url
   */
  ensureDatabase(name: string, options?: { recreate?: boolean }): Promise<string>;
  /** Stops the server and waits for its end; leaves it running when another live process has started it. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL server of a folder, or joins the one that runs there; an orphan, whose starter is dead, is taken over.
 * A server started here ends with the present process, however that ends, where the system has setpriv.
 * @throws Error with the server's own messages when it does not start within a minute
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const startedAtMs = performance.now();
  await mkdir(options.directory, { recursive: true });
  const directory = await realpath(options.directory);
  const lock = await acquireProcessLock(join(directory, 'postgres.lock'));
  try {
    const site = await prepareSite(directory, options.durable ?? true);
    const running = (await joinLive(site)) ?? (await launch(site));
    const password = await readPassword(site);
    const urlOf = (database: string) => urlAt(running.port, password, database);
    if (!running.reused) await query(urlOf('postgres'), 'select 1');
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    options.log?.(`PostgreSQL ${site.binaries.version} ${running.reused ? 'joined' : 'ready'} in ${seconds} s`);
    let stopped: Promise<void> | undefined;
    if (running.child !== undefined && options.onUnexpectedExit !== undefined) {
      const tell = options.onUnexpectedExit;
      running.child.once('exit', (code, signal) => {
        if (stopped === undefined) tell(`PostgreSQL ended (${signal ?? String(code)})\n${tailOf(logPathOf(site))}`);
      });
    }
    return {
      reused: running.reused,
      urlOf,
      ensureDatabase: async (name, { recreate = false } = {}) => {
        await ensureDatabase(urlOf('postgres'), name, recreate);
        return urlOf(name);
      },
      stop: () => (stopped ??= running.ours ? shutDown(running) : Promise.resolve()),
    };
  } finally {
    await lock.release();
  }
}

/**
 * Stops the server of a folder, whoever started it, and deletes its data, wherever they were put.
 * @param directory as given to `startEmbeddedPostgres`; nothing happens when it does not exist
 */
export async function removeEmbeddedPostgres(directory: string): Promise<void> {
  const real = await realpath(directory).catch(() => undefined);
  if (real === undefined) return;
  const lock = await acquireProcessLock(join(real, 'postgres.lock'));
  try {
    const home = (await readLocation(real)) ?? join(real, 'postgres');
    const live = await findLive(join(home, 'cluster'));
    if (live !== undefined) await shutDown(live);
    await removePostgresFiles(real);
  } finally {
    await lock.release();
  }
}

interface RunningPostgres extends LivePostgres {
  readonly reused: boolean;
  /** whether this process is to stop it */
  readonly ours: boolean;
  readonly child?: ChildProcess;
}

async function prepareSite(directory: string, durable: boolean): Promise<PostgresSite> {
  const preferred = serverAccount();
  const { home } = await locatePostgres(directory, preferred);
  const cluster = join(home, 'cluster');
  const account = preferred && ((await ownerOf(cluster)) ?? preferred);
  return { home, cluster, account, durable, binaries: await usableBinaries(account) };
}

async function readPassword(site: PostgresSite): Promise<string> {
  const path = join(site.home, 'password');
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`${path} cannot be read, and without it the data beside it cannot be reached`, { cause });
  });
}

async function joinLive(site: PostgresSite): Promise<RunningPostgres | undefined> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const live = await findLive(site.cluster);
    if (live === undefined) return undefined;
    if (live.state === 'ready' && (await answers(urlAt(live.port, await readPassword(site), 'postgres')))) {
      const orphan = !(await ownerIsAlive(site));
      if (orphan) await writeOwner(site);
      return { ...live, reused: true, ours: orphan };
    }
    if (Date.now() > giveUpAt)
      throw new Error(`The server ${live.pid} of ${site.cluster} has been ${live.state} for too long`);
    await delay(10);
  }
}

async function launch(site: PostgresSite): Promise<RunningPostgres> {
  const isMade = await readFile(join(site.cluster, 'PG_VERSION')).catch(() => undefined);
  if (isMade === undefined) await writePassword(site, randomBytes(24).toString('base64url'));
  await ensureCluster(site);
  await writeOwner(site);
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    await disownPidFile(site.cluster);
    const child = await spawnPostgres(site, await freePort());
    const outcome = await untilReady(site, child, giveUpAt);
    if (outcome !== undefined) return { ...outcome, child, reused: false, ours: true };
    const messages = tailOf(logPathOf(site));
    // Somebody took the port, or the last processes of a killed server are still ending.
    const passing = /Address already in use|could not bind|shared memory block/.test(messages);
    if (!passing || Date.now() > giveUpAt) throw new Error(`PostgreSQL did not start:\n${messages}`);
    await delay(100);
  }
}

async function untilReady(
  site: PostgresSite,
  child: ChildProcess,
  giveUpAt: number,
): Promise<LivePostgres | undefined> {
  // A program that cannot be started has no pid, and says so by an event that must be heard.
  child.once('error', () => undefined);
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const live = await findLive(site.cluster);
    if (live?.pid === child.pid && live.state === 'ready') return live;
    if (Date.now() > giveUpAt) {
      child.kill('SIGQUIT');
      throw new Error(`PostgreSQL was not ready in time:\n${tailOf(logPathOf(site))}`);
    }
    await delay(5);
  }
  return undefined;
}

/** A fast shutdown, then an immediate one, from which the next start recovers. */
async function shutDown(live: LivePostgres): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (processIdentity(live.pid) !== live.identity) return;
    process.kill(live.pid, signal);
    if (await waitForEnd(live, patienceMs)) return;
  }
}

async function writeOwner(site: PostgresSite): Promise<void> {
  const owner = { pid: process.pid, identity: processIdentity(process.pid) };
  const path = join(site.home, 'owner.json');
  // Root may have written it in between; removing needs no right on the file.
  await rm(path, { force: true });
  await writeFile(path, JSON.stringify(owner), { mode: 0o600 });
}

async function ownerIsAlive(site: PostgresSite): Promise<boolean> {
  const text = await readFile(join(site.home, 'owner.json'), 'utf8').catch(() => '{}');
  const owner = JSON.parse(text) as { pid?: number; identity?: string };
  return owner.pid !== undefined && owner.identity !== undefined && processIdentity(owner.pid) === owner.identity;
}

async function ensureDatabase(adminUrl: string, name: string, recreate: boolean): Promise<void> {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new RangeError(`"${name}" is not a name for a database`);
  if (recreate) await query(adminUrl, `drop database if exists "${name}" with (force)`);
  const found = await query(adminUrl, `select 1 from pg_database where datname = '${name}'`);
  if (found > 0) return;
  await query(adminUrl, `create database "${name}" template template0`).catch((error: unknown) => {
    // Another process was faster: 42P04 duplicate_database, 23505 when both were under way.
    const { code } = error as { code?: string };
    if (code !== '42P04' && code !== '23505') throw error;
  });
}

function urlAt(port: number, password: string, database: string): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
}

/** @returns false for a server that is ending: one whose starter was killed calls itself ready until it hears of that */
async function answers(url: string): Promise<boolean> {
  return query(url, 'select 1').then(
    () => true,
    (error: unknown) => {
      const { code = '', message } = error as Error & { code?: string };
      // 57P01 admin_shutdown, 57P03 cannot_connect_now; pg gives a connection that was cut no code.
      const isEnding = /^(57P0[13]|ECONNREFUSED|ECONNRESET|EPIPE)$/.test(code) || /terminated/.test(message);
      if (isEnding) return false;
      throw error;
    },
  );
}

/** Runs one statement on a connection of its own. @returns the number of rows */
async function query(url: string, sql: string): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that breaks also rejects the query; without a listener the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
