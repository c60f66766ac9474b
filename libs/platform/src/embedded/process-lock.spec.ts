import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processArguments, processIdentity } from './process-identity';
import { acquireProcessLock } from './process-lock';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughtrain-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rm(folder, { recursive: true }));

describe('acquireProcessLock', () => {
  it('lets one in at a time and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    const enter = async () => {
      const lock = await acquireProcessLock(path);
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(setImmediate);
      inside -= 1;
      await lock.release();
    };
    await Promise.all(Array.from({ length: 8 }, enter));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['a process that has ended', () => JSON.stringify({ pid: endedPid(), identity: 'gone' })],
    [
      'an earlier process of a pid given out again',
      () => JSON.stringify({ pid: process.pid, identity: `${process.pid}@1` }),
    ],
    ['nobody that can be read', () => '{"pid": 1'],
  ])('takes over the lock of %s', async (_, content) => {
    await writeFile(path, content());
    const lock = await acquireProcessLock(path, 0);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('names the holder when the time is up', async () => {
    const lock = await acquireProcessLock(path);
    await expect(acquireProcessLock(path, -1)).rejects.toThrow(`process ${process.pid}`);
    await lock.release();
  });

  it('does not release the lock of a successor', async () => {
    const lock = await acquireProcessLock(path);
    await writeFile(path, 'of another');
    await lock.release();
    expect(await readdir(folder)).toEqual(['lock']);
  });
});

describe('processIdentity', () => {
  it('is stable for a live process and absent for an ended or impossible one', () => {
    expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
    expect([processIdentity(endedPid()), processIdentity(0), processIdentity(Number.NaN)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('comes with the arguments of the process', () => {
    expect(processArguments(process.pid).join(' ')).toContain('node');
  });
});

function endedPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}
