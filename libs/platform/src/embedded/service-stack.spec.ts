import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports';
import { migrate, serviceNames, startServices, type ServiceName, type ServiceStack } from './service-stack';

/** A stand-in for a service: answers 503 once and then 200, writes a line, and does what FAKE_* tells it. */
const fakeService = `
  const name = require('node:path').basename(require('node:path').resolve(__dirname, '..'));
  if (process.env.FAKE_BROKEN === name) { console.log('cannot read the configuration'); process.exit(3); }
  console.log('hello from ' + name);
  const port = { api: 'PORT', ingest: 'INGEST_HEALTH_PORT', matcher: 'MATCHER_HEALTH_PORT' }[name];
  let asked = 0;
  require('node:http').createServer((request, response) => {
    if (request.url === '/die') process.exit(9);
    response.statusCode = request.url === '/health/ready' && asked++ > 0 ? 200 : 503;
    response.end(String(process.pid));
  }).listen(process.env[port], process.env.HOST);
  process.on('SIGTERM', () => process.exit(0));
`;

let dist: string;
let stack: ServiceStack | undefined;

beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), 'throughtrain-services-'));
  for (const name of serviceNames) {
    await mkdir(join(dist, 'apps', name, 'src'), { recursive: true });
    await writeFile(join(dist, 'apps', name, 'src', 'main.js'), fakeService);
  }
  stack = undefined;
});

afterEach(async () => {
  await stack?.stop();
  await rm(dist, { recursive: true });
});

const isAlive = (pid: number) => existsSync(`/proc/${pid}`);

async function ask(url: string): Promise<string | undefined> {
  return fetch(url).then(
    (response) => response.text(),
    () => undefined,
  );
}

describe('startServices', () => {
  it('starts all three, waits until they are ready, hands their lines on, and stops them', async () => {
    const lines: string[] = [];
    const [port = 0] = await freePorts(1);
    const environment = { PORT: String(port) };
    stack = await startServices({
      environment,
      distDirectory: dist,
      log: (name, line) => lines.push(`${name}: ${line}`),
    });
    expect(stack.apiUrl).toBe(`http://127.0.0.1:${port}`);
    expect(new Set(Object.values(stack.urls)).size).toBe(3);
    expect(lines.sort()).toEqual(serviceNames.map((name) => `${name}: hello from ${name}`));
    const pids = stack.processes.map(({ pid }) => pid);
    expect(await Promise.all(Object.values(stack.urls).map(ask))).toEqual(pids.map(String));
    await stack.stop();
    expect(stack.processes).toEqual([]);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('fails with the last lines of a service that ends at its start, and leaves none running', async () => {
    const environment = { FAKE_BROKEN: 'matcher' };
    const started = startServices({ environment, distDirectory: dist });
    await expect(started).rejects.toThrow(/service matcher ended .*exit status 3.*\ncannot read the configuration/);
  });

  it('reports a service that dies', async () => {
    let tell: (name: ServiceName) => void;
    const died = new Promise<ServiceName>((resolve) => (tell = resolve));
    stack = await startServices({ environment: {}, distDirectory: dist, onExit: (name) => tell(name) });
    await ask(`${stack.urls.ingest}/die`);
    expect(await died).toBe('ingest');
    expect(stack.processes.map(({ name }) => name)).toEqual(['api', 'matcher']);
  });

  it('starts a service that dies again, on its port, when asked to', async () => {
    let greetings = 0;
    let tell: () => void;
    const isBack = new Promise<void>((resolve) => (tell = resolve));
    const log = (name: ServiceName) => {
      if (name === 'matcher' && ++greetings === 2) tell();
    };
    stack = await startServices({ environment: {}, distDirectory: dist, restart: true, log });
    const before = stack.processes.map(({ pid }) => pid);
    await ask(`${stack.urls.matcher}/die`);
    await isBack;
    const after = stack.processes.map(({ pid }) => pid);
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(after[2]).not.toBe(before[2]);
  });
});

describe('migrate', () => {
  it('passes on what the migration said when it fails', async () => {
    await mkdir(join(dist, 'libs', 'persistence', 'src'), { recursive: true });
    const script = join(dist, 'libs', 'persistence', 'src', 'migrate.js');
    await writeFile(
      script,
      "if (process.env.DATABASE_URL !== 'right') { console.error('no such database'); process.exit(1); }",
    );
    await migrate({ DATABASE_URL: 'right' }, dist);
    await expect(migrate({}, dist)).rejects.toThrow(/exit status 1\):\nno such database/);
  });
});
