import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from './process-identity';

/** A lock between processes of one machine that is held until `release`, or until its holder dies. */
export interface ProcessLock {
  release(): Promise<void>;
}

/**
 * Takes a lock file, waiting while another live process holds it; the lock of a dead process is taken over.
 * @param path the lock file; its folder exists
 * @param withinMs how long to wait for the holder
 * @throws Error naming the holder's pid when the time is up
 */
export async function acquireProcessLock(path: string, withinMs = 120_000): Promise<ProcessLock> {
  const ticket = `${path}.${process.pid}.${randomUUID()}`;
  const content = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid), ticket });
  // The lock appears by link(), whole at once: a reader never meets a lock file without its holder's name.
  await writeFile(ticket, content, { mode: 0o644 });
  const giveUpAt = Date.now() + withinMs;
  try {
    for (;;) {
      if (await linked(ticket, path)) break;
      const held = await readFile(path, 'utf8').catch(() => undefined);
      if (held === undefined) continue;
      const holder = parseHolder(held);
      if (holder === undefined || processIdentity(holder.pid) !== holder.identity) {
        await removeStale(path, held);
        continue;
      }
      if (Date.now() > giveUpAt) throw new Error(`${path} has been held by process ${holder.pid} for too long`);
      await delay(25);
    }
  } finally {
    await rm(ticket, { force: true });
  }
  return {
    release: async () => {
      if ((await readFile(path, 'utf8').catch(() => undefined)) === content) await rm(path, { force: true });
    },
  };
}

async function linked(ticket: string, path: string): Promise<boolean> {
  try {
    await link(ticket, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead holder's lock away; when a faster process has replaced it in the meantime, its lock is put back. */
async function removeStale(path: string, seen: string): Promise<void> {
  const aside = `${path}.stale.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8')) !== seen) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function parseHolder(content: string): { pid: number; identity: string } | undefined {
  try {
    const holder = JSON.parse(content) as { pid?: unknown; identity?: unknown };
    return typeof holder.pid === 'number' && typeof holder.identity === 'string'
      ? { pid: holder.pid, identity: holder.identity }
      : undefined;
  } catch {
    return undefined;
  }
}
