import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { projectPageSchema } from '@throughtrain/contracts';
import { isKeyList } from '@throughtrain/platform';
import { freePort } from '@throughtrain/platform/embedded';
import { eventually } from '@throughtrain/testing';
import { ApiClient } from '../../../tools/client/api-client';
import { Command } from './command';
import { WorkFolder } from './work-folder';

interface Printed {
  readonly docs: string;
  readonly host: string;
  readonly agency: string;
  readonly operator: string;
}

let folder: WorkFolder;
let port: number;

beforeAll(async () => {
  folder = await WorkFolder.make();
  port = await freePort();
});

afterAll(async () => {
  for (const { pid } of await folder.processes()) process.kill(pid, 'SIGKILL');
  await folder.remove();
});

const start = (): Command => new Command('start', folder, [], { PORT: String(port), LOG_LEVEL: 'warn' });

/** Waits until it serves. */
async function printed(command: Command): Promise<Printed> {
  await command.says(/^(Ctrl-C stops everything\.)$/);
  const [docs = ''] = await command.says(/^API documents +(\S+)$/);
  const key = async (role: string): Promise<string> =>
    (await command.says(new RegExp(`^${role} key +(tt_\\S+)$`)))[0] ?? '';
  return { docs, host: await key('host'), agency: await key('agency'), operator: await key('operator') };
}

async function projectIds({ docs, agency }: Printed): Promise<string[]> {
  const items = await new ApiClient(new URL(docs).origin, agency).all('/v1/projects', projectPageSchema);
  return items.map(({ id }) => id).sort();
}

async function pidOf(part: RegExp): Promise<number> {
  const process = (await folder.processes()).find(({ command }) => part.test(command));
  if (process === undefined) throw new Error(`nothing runs that is ${String(part)}`);
  return process.pid;
}

// One story: each start finds what the one before has left.
describe('npm start', () => {
  let first: Printed;
  let projects: string[];

  it('loads the sample, prints where and with which keys, and ends without a trace at Ctrl-C', async () => {
    const command = start();
    first = await printed(command);
    expect(first.docs).toBe(`http://127.0.0.1:${port}/docs`);
    expect((await fetch(first.docs)).status).toBe(200);
    expect(command.output).toContain('sample projects-energy.ndjson.gz: 290 accepted, 4 refused');
    expect(command.output).toContain('sample projects-equipment.xlsx: 90 accepted, 0 refused');
    expect(command.output).toContain('sample projects-life.csv: 85 accepted, 0 refused');
    projects = await projectIds(first);
    expect(projects).toHaveLength(465);
    expect((await folder.processes()).length).toBeGreaterThanOrEqual(5);
    command.kill('SIGINT');
    expect(await command.exit).toEqual({ code: 0, signal: null });
    await folder.emptied();
  });

  it('starts again with the same keys and data, and brings back a service that is killed', async () => {
    const command = start();
    expect(await printed(command)).toEqual(first);
    expect(command.output).not.toContain('sample projects-');
    const killed = await pidOf(/apps\/api\/src\/main\.js/);
    process.kill(killed, 'SIGKILL');
    await eventually(async () => (await pidOf(/apps\/api\/src\/main\.js/)) !== killed);
    expect(await eventually(() => projectIds(first), { withinMs: 30_000 })).toEqual(projects);
    command.kill('SIGKILL');
    expect(await command.exit).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('keeps the key of the contacts beside the database, for its owner only', async () => {
    const file = join(folder.path, '.data', 'data-key');
    expect(isKeyList((await readFile(file, 'utf8')).trim())).toBe(true);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('starts after a kill -9 of itself as if nothing had happened, and ends with the reason when PostgreSQL is killed', async () => {
    const command = start();
    expect(await printed(command)).toEqual(first);
    expect(command.output).not.toContain('sample projects-');
    expect(await projectIds(first)).toEqual(projects);
    process.kill(await pidOf(/postgres -D/), 'SIGKILL');
    expect(await command.exit).toEqual({ code: 1, signal: null });
    expect(command.output).toContain('PostgreSQL ended (SIGKILL)');
    await folder.emptied();
  });

  it('starts after a kill -9 of PostgreSQL as if nothing had happened', async () => {
    const command = start();
    expect(await printed(command)).toEqual(first);
    expect(await projectIds(first)).toEqual(projects);
    command.kill('SIGINT');
    expect(await command.exit).toEqual({ code: 0, signal: null });
    await folder.emptied();
  });

  it('stops everything at Ctrl-C while it starts', async () => {
    const command = start();
    await eventually(async () =>
      (await folder.processes()).some(({ command: line }) => line.includes('apps/api/src/main.js')),
    );
    command.kill('SIGINT');
    expect(await command.exit).toEqual({ code: 0, signal: null });
    await folder.emptied();
  });
});
