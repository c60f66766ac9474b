import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from '@throughtrain/platform/embedded';
import { eventually } from '@throughtrain/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';

const built = join(__dirname, '..', '..', 'dist', 'libs', 'platform', 'src', 'embedded');
const isRoot = process.getuid?.() === 0;

let parent: string;
let directory: string;
let servers: EmbeddedPostgres[];
let owners: ChildProcess[];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'throughtrain-embedded-'));
  await chmod(parent, 0o755);
  directory = join(parent, 'data');
  servers = [];
  owners = [];
});

afterEach(async () => {
  for (const owner of owners) owner.kill('SIGKILL');
  await Promise.all(servers.map((server) => server.stop()));
  await removeEmbeddedPostgres(directory);
  await rm(parent, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ directory, ...options });
  servers.push(server);
  return server;
}

/** Starts the server from another process. */
async function startElsewhere(): Promise<{ owner: ChildProcess; url: string; reused: boolean }> {
  const program = `
    const { startEmbeddedPostgres } = require(${JSON.stringify(built)});
    startEmbeddedPostgres({ directory: ${JSON.stringify(directory)} }).then((server) => {
      console.log(JSON.stringify({ url: server.urlOf('postgres'), reused: server.reused }));
      process.on('SIGTERM', () => server.stop().then(() => process.exit(0)));
      setInterval(() => undefined, 1000);
    });`;
  const owner = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  owners.push(owner);
  const [line] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string];
  return { owner, ...(JSON.parse(line) as { url: string; reused: boolean }) };
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function clusterOf(server: EmbeddedPostgres): Promise<string> {
  const [row] = await query(server.urlOf('postgres'), 'show data_directory');
  return String(row?.['data_directory']);
}

async function serverPid(cluster: string): Promise<number> {
  return Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

describe('an embedded PostgreSQL', () => {
  it('keeps its data from one start to the next, and its safety settings', async () => {
    const first = await start();
    expect(first.reused).toBe(false);
    const url = await first.ensureDatabase('app');
    await query(url, 'create table kept as select 42 as n');
    expect(await query(url, 'show fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(url, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
    await first.stop();
    const second = await start();
    expect(await query(await second.ensureDatabase('app'), 'select n from kept')).toEqual([{ n: 42 }]);
    const emptied = await second.ensureDatabase('app', { recreate: true });
    expect(await query(emptied, "select to_regclass('kept') as found")).toEqual([{ found: null }]);
  });

  it('refuses other passwords, and keeps its own to its account', async () => {
    const server = await start({ durable: false });
    const url = new URL(server.urlOf('postgres'));
    url.password = 'guessed';
    await expect(query(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    const { mode } = await stat(join(await clusterOf(server), '..', 'password'));
    expect(mode & 0o777).toBe(0o600);
    expect(await query(server.urlOf('postgres'), 'show fsync')).toEqual([{ fsync: 'off' }]);
  });

  it('serves a second start from the running server, which only its starter stops', async () => {
    const { url } = await startElsewhere();
    const second = await start();
    expect(second.reused).toBe(true);
    expect(second.urlOf('postgres')).toBe(url);
    await second.stop();
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('comes out of two first starts at once as one server', async () => {
    const started = await Promise.all([startElsewhere(), startElsewhere(), startElsewhere()]);
    expect(new Set(started.map(({ url }) => url)).size).toBe(1);
    expect(started.filter(({ reused }) => !reused)).toHaveLength(1);
  });

  it('ends when its starter is killed, and is started anew on the same data', async () => {
    const { owner, url } = await startElsewhere();
    await query(url, 'create table kept as select 7 as n');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const next = await start();
    expect(await query(next.urlOf('postgres'), 'select n from kept')).toEqual([{ n: 7 }]);
    const cluster = await clusterOf(next);
    await next.stop();
    // Not by its pid, which stays, as a zombie, until somebody asks for its exit status.
    await expect(query(next.urlOf('postgres'), 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(existsSync(join(cluster, 'postmaster.pid'))).toBe(false);
  });

  it('says when the server is killed, and recovers what was committed', async () => {
    let report = '';
    const first = await start({ onUnexpectedExit: (reason) => (report = reason) });
    await query(first.urlOf('postgres'), 'create table kept as select 1 as n');
    const cluster = await clusterOf(first);
    process.kill(await serverPid(cluster), 'SIGKILL');
    await eventually(() => report.includes('SIGKILL'));
    const next = await start();
    expect(next.reused).toBe(false);
    expect(await query(next.urlOf('postgres'), 'select n from kept')).toEqual([{ n: 1 }]);
  });

  it('is not blocked by a pid file whose pid now belongs to another program', async () => {
    const first = await start();
    const cluster = await clusterOf(first);
    const pidFile = await readFile(join(cluster, 'postmaster.pid'), 'utf8');
    await first.stop();
    const foreign = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
    owners.push(foreign);
    await writeFile(join(cluster, 'postmaster.pid'), pidFile.replace(/^\d+/, String(foreign.pid)));
    const next = await start();
    expect(await query(next.urlOf('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(foreign.exitCode).toBeNull();
  });

  it('begins again where the making of the data was interrupted', async () => {
    const first = await start({ durable: false });
    const cluster = await clusterOf(first);
    await first.stop();
    await rename(cluster, `${cluster}.new`);
    await rm(join(`${cluster}.new`, 'PG_VERSION'));
    const next = await start({ durable: false });
    expect(next.reused).toBe(false);
    expect(existsSync(`${cluster}.new`)).toBe(false);
  });

  it('refuses data of another major version rather than touching them', async () => {
    const first = await start({ durable: false });
    const cluster = await clusterOf(first);
    await first.stop();
    await writeFile(join(cluster, 'PG_VERSION'), '12\n');
    await expect(start()).rejects.toThrow('was written by PostgreSQL 12');
  });

  it('makes a database once when two ask for it at once, and refuses odd names', async () => {
    const server = await start({ durable: false });
    await Promise.all([server.ensureDatabase('twice'), server.ensureDatabase('twice'), server.ensureDatabase('twice')]);
    await expect(server.ensureDatabase('a"; drop')).rejects.toThrow(RangeError);
  });

  it('is deleted with all its files', async () => {
    const server = await start({ durable: false });
    const cluster = await clusterOf(server);
    await removeEmbeddedPostgres(directory);
    await expect(query(server.urlOf('postgres'), 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect([existsSync(cluster), await readdir(directory)]).toEqual([false, []]);
  });

  (isRoot ? describe : describe.skip)('below a folder that its account cannot enter (as root)', () => {
    beforeEach(() => chmod(parent, 0o700));

    it('lives in /var/tmp, is found again, and is deleted with the folder', async () => {
      const first = await start({ durable: false });
      const cluster = await clusterOf(first);
      expect(cluster).toMatch(/^\/var\/tmp\/throughtrain-[0-9a-f]+\//);
      await query(first.urlOf('postgres'), 'create table kept as select 3 as n');
      await first.stop();
      const second = await start({ durable: false });
      expect(await query(second.urlOf('postgres'), 'select n from kept')).toEqual([{ n: 3 }]);
      await second.stop();
      await removeEmbeddedPostgres(directory);
      expect(existsSync(join(cluster, '..', '..'))).toBe(false);
    });

    it('follows a folder that was moved, and not one that was copied', async () => {
      const first = await start({ durable: false });
      const cluster = await clusterOf(first);
      await first.stop();
      const copy = join(parent, 'copy');
      await cp(directory, copy, { recursive: true });
      const copied = await startEmbeddedPostgres({ directory: copy, durable: false });
      expect(await clusterOf(copied)).not.toBe(cluster);
      await removeEmbeddedPostgres(copy);
      const moved = join(parent, 'moved');
      await mkdir(moved);
      await rename(directory, moved);
      directory = moved;
      expect(await clusterOf(await start({ durable: false }))).toBe(cluster);
    });
  });
});
