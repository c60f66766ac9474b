import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { endedWithParent, findProgram, freePort } from '@throughtrain/platform/embedded';
import { Redis } from 'ioredis';

/** A Redis of this process. */
export interface LocalRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts Redis as it is to run in production: no eviction, append-only file. @returns undefined where there is no `redis-server` */
export async function startLocalRedis(folder: string): Promise<LocalRedis | undefined> {
  const program = findProgram('redis-server');
  if (program === undefined) return undefined;
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'yes' };
  const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const [file, args] = endedWithParent('TERM', program, options);
  const server = spawn(file, args, { stdio: 'ignore' });
  const ended = once(server, 'exit');
  // It tries again while the server starts.
  const client = new Redis(port, '127.0.0.1');
  client.on('error', () => undefined);
  await client.flushall();
  client.disconnect();
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill('SIGTERM');
      await ended;
    },
  };
}
