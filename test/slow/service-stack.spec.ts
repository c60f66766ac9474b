import { eventually } from '@throughtrain/testing';
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const built = join(__dirname, '..', '..', 'dist', 'libs', 'platform', 'src');
const requireBuilt = (path: string) => `require(${JSON.stringify(join(built, path))})`;

let dist: string;
let parent: ChildProcess | undefined;

beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), 'throughtrain-stack-'));
});

afterEach(async () => {
  parent?.kill('SIGKILL');
  await rm(dist, { recursive: true });
});

/** Runs a program in a process of its own and returns the first line that it writes. */
async function firstLineOf(program: string, stdin: StdioOptions = ['ignore', 'pipe', 'inherit']): Promise<string> {
  parent = spawn(process.execPath, ['-e', program], { stdio: stdin });
  if (parent.stdout === null) throw new Error('the output of the program is not read');
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  return line;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('services whose starter is killed', () => {
  it('end too, by the kernel or by the broken channel', async () => {
    const service = `
      const port = process.env[{ api: 'PORT', ingest: 'INGEST_HEALTH_PORT', matcher: 'MATCHER_HEALTH_PORT' }[__dirname.split('/').at(-2)]];
      ${requireBuilt('exit-with-parent.js')}.exitWithParent();
      require('node:http').createServer((_, response) => response.end()).listen(port, process.env.HOST);`;
    for (const name of ['api', 'ingest', 'matcher']) {
      await mkdir(join(dist, 'apps', name, 'src'), { recursive: true });
      await writeFile(join(dist, 'apps', name, 'src', 'main.js'), service);
    }
    const starter = `
      ${requireBuilt('embedded')}.startServices({ environment: {}, distDirectory: ${JSON.stringify(dist)} })
        .then((stack) => console.log(JSON.stringify(stack.processes.map(({ pid }) => pid))));`;
    const pids = JSON.parse(await firstLineOf(starter)) as number[];
    expect(pids.filter(isAlive)).toHaveLength(3);
    parent?.kill('SIGKILL');
    await eventually(() => !pids.some(isAlive));
  });

  it('end by the broken channel alone', async () => {
    const child = `
      ${requireBuilt('exit-with-parent.js')}.exitWithParent();
      process.on('SIGTERM', () => process.exit(0));
      setInterval(() => undefined, 1000);
      console.log(process.pid);`;
    const starter = `
      require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      setInterval(() => undefined, 1000);`;
    const pid = Number(await firstLineOf(starter));
    expect(isAlive(pid)).toBe(true);
    parent?.kill('SIGKILL');
    await eventually(() => !isAlive(pid));
  });

  it('end although nobody reads their log any more', async () => {
    const child = `
      const { NestFactory } = require('@nestjs/core');
      const { LoggingModule, useServiceLogger } = ${requireBuilt('index.js')};
      const module = LoggingModule.forRoot({ service: 'test', level: 'info' });
      NestFactory.createApplicationContext(module, { logger: false }).then((app) => {
        useServiceLogger(app);
        const logger = new (require('@nestjs/common').Logger)();
        logger.log('started');
        process.stdin.once('end', () => {
          for (let line = 0; line < 100; line++) logger.log('the last words of a service');
          process.exit(0);
        }).resume();
      });`;
    await firstLineOf(child, ['pipe', 'pipe', 'inherit']);
    parent?.stdout?.destroy();
    parent?.stdin?.end();
    await eventually(() => parent?.exitCode === 0);
  });

  it('do not hold up a process that was started by hand', async () => {
    const line = await firstLineOf(`${requireBuilt('exit-with-parent.js')}.exitWithParent(); console.log('done');`);
    expect(line).toBe('done');
    await eventually(() => parent?.exitCode === 0);
  });
});
