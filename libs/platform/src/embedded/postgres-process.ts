import { spawn, type ChildProcess } from 'node:child_process';
import { constants, readFileSync } from 'node:fs';
import { chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endedWithParent } from './parent-death';
import { processArguments, processIdentity } from './process-identity';
import type { PostgresBinaries } from './postgres-binaries';
import type { ServerAccount } from './server-account';

/** The name of the superuser of embedded servers. */
export const superuser = 'throughtrain';

/** A running server as its own pid file describes it. */
export interface LivePostgres {
  readonly pid: number;
  readonly identity: string;
  readonly port: number;
}

/** What is needed to run a server program on one cluster. */
export interface PostgresSite {
  readonly home: string;
  readonly cluster: string;
  readonly account: ServerAccount | undefined;
  readonly binaries: PostgresBinaries;
  readonly durable: boolean;
}

/** Variables such as PGDATA or LANG of the caller must not reach the server; TZ spares initdb a search. */
const serverEnvironment = { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C' };

/** Without a locale of UTF-8, pg_trgm finds no letters in Chinese. */
const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';

/**
 * Makes the cluster and its password when missing: in a side folder that gets its name when complete.
 * @returns whether it was made now
 * @throws Error when initdb fails, or when the cluster was written by another major version
 */
export async function ensureCluster(site: PostgresSite): Promise<boolean> {
  const written = await readFile(join(site.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (written !== undefined) {
    const major = site.binaries.version.split('.')[0];
    if (written.trim() === major) return false;
    throw new Error(
      `${site.cluster} was written by PostgreSQL ${written.trim()}, but ${major ?? '?'} is installed; move it away`,
    );
  }
  const side = `${site.cluster}.new`;
  await rm(side, { recursive: true, force: true });
  await mkdir(side, { mode: 0o700 });
  await giveTo(site.account, side);
  const log = await open(join(site.home, 'initdb.log'), 'w', 0o600);
  try {
    const args = ['-D', side, '-U', superuser, '--pwfile', join(site.home, 'password'), '--auth', 'scram-sha-256'];
    args.push('--encoding=UTF8', `--locale=${locale}`, '--no-instructions', ...(site.durable ? [] : ['--no-sync']));
    const child = spawnAs(site, 'KILL', site.binaries.initdb, args, log.fd);
    await exitOf(child);
    if (child.exitCode !== 0) throw new Error(`initdb failed:\n${tailOf(join(site.home, 'initdb.log'))}`);
  } finally {
    await log.close();
  }
  await rename(side, site.cluster);
  return true;
}

/** Writes the password file, readable by the server's account only. */
export async function writePassword(site: PostgresSite, password: string): Promise<void> {
  const path = join(site.home, 'password');
  await rm(path, { force: true });
  await writeFile(path, password, { mode: 0o600, flag: 'wx' });
  await giveTo(site.account, path);
}

/** Starts the server on a port of 127.0.0.1; its messages go to `server.log`, the former ones to `server.log.1`. */
export async function spawnPostgres(site: PostgresSite, port: number): Promise<ChildProcess> {
  const logPath = logPathOf(site);
  await rename(logPath, `${logPath}.1`).catch(() => undefined);
  const log = await open(logPath, 'w', 0o600);
  try {
    const settings = Object.entries(settingsOf(site.durable, port)).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const child = spawnAs(site, 'INT', site.binaries.postgres, ['-D', site.cluster, ...settings], log.fd);
    // The caller ends when its own work ends; the server follows it.
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** Path of the server's messages. */
export function logPathOf(site: Pick<PostgresSite, 'home'>): string {
  return join(site.home, 'server.log');
}

/** The last lines of a log file, or an empty text. */
export function tailOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  } catch {
    return '';
  }
}

/** The state that a server writes into its pid file. */
export type PostgresState = 'starting' | 'ready' | 'stopping';

/** Looks for a live server of a cluster. */
export async function findLive(cluster: string): Promise<(LivePostgres & { state: PostgresState }) | undefined> {
  const lines = await readPidFile(cluster);
  const pid = Number(lines[0]);
  const identity = processIdentity(pid);
  if (identity === undefined) return undefined;
  const args = processArguments(pid);
  if (basename(args[0] ?? '') !== 'postgres' || !args.includes(cluster)) return undefined;
  const status = lines[7]?.trim();
  return {
    pid,
    identity,
    port: Number(lines[3]),
    state: status === 'ready' || status === 'stopping' ? status : 'starting',
  };
}

/**
 * Makes the pid file that a dead server has left harmless. Its pid may by now belong to another program, or to a zombie that
 * nobody buries, and would block the start. It is replaced by one that cannot exist rather than the file removed: the server
 * then still checks that no process of the dead one holds its shared memory. For a cluster without a live server only.
 */
export async function disownPidFile(cluster: string): Promise<void> {
  const lines = await readPidFile(cluster);
  if (lines.length < 2) return;
  const file = await open(pidFileOf(cluster), constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW);
  try {
    await file.writeFile(['2147483646', ...lines.slice(1)].join('\n'));
  } finally {
    await file.close();
  }
}

/** Waits until the process of this identity has ended. @returns false when it has not within the time */
export async function waitForEnd(live: Pick<LivePostgres, 'pid' | 'identity'>, withinMs: number): Promise<boolean> {
  const giveUpAt = Date.now() + withinMs;
  while (processIdentity(live.pid) === live.identity) {
    if (Date.now() > giveUpAt) return false;
    await delay(10);
  }
  return true;
}

function pidFileOf(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

async function readPidFile(cluster: string): Promise<string[]> {
  return (await readFile(pidFileOf(cluster), 'utf8').catch(() => '')).split('\n');
}

function settingsOf(durable: boolean, port: number): Record<string, string | number> {
  return {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    work_mem: '16MB',
    maintenance_work_mem: '64MB',
    max_wal_size: '1GB',
    wal_level: 'minimal',
    max_wal_senders: 0,
    // Parallel queries need more shared memory than containers grant by default.
    max_parallel_workers_per_gather: 0,
    jit: 'off',
    random_page_cost: 1.1,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
}

function spawnAs(
  site: PostgresSite,
  signal: 'INT' | 'KILL',
  program: string,
  args: string[],
  logFd: number,
): ChildProcess {
  const [file, allArgs] = endedWithParent(signal, program, args);
  return spawn(file, allArgs, {
    ...site.account,
    // The caller's folder may be closed to the account.
    cwd: '/',
    env: serverEnvironment,
    stdio: ['ignore', logFd, logFd],
    // Ctrl-C reaches a whole process group; the server is to outlive it until its users have stopped.
    detached: true,
  });
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}

async function giveTo(account: ServerAccount | undefined, path: string): Promise<void> {
  if (account !== undefined) await chown(path, account.uid, account.gid);
}
