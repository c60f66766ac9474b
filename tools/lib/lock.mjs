import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Takes a lock file between processes, waiting for its holder; a dead holder's lock is taken over. The same rules as
 * `libs/platform/src/embedded/process-lock.ts`, which cannot be used here: this runs before anything is built.
 * @param {string} path the lock file
 * @param {(pid: number) => void} onWait is called once when another live process holds it
 * @returns {Promise<() => void>} releases the lock
 */
export async function acquireLock(path, onWait) {
  mkdirSync(dirname(path), { recursive: true });
  const ticket = `${path}.${process.pid}.${randomUUID()}`;
  const content = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid), ticket });
  writeFileSync(ticket, content);
  let isTold = false;
  try {
    while (!linked(ticket, path)) {
      const held = read(path);
      if (held === undefined) continue;
      const holder = parse(held);
      if (holder === undefined || !isAlive(holder.pid) || startOf(holder.pid) !== holder.startedAt) {
        removeStale(path, held);
        continue;
      }
      if (!isTold) onWait(holder.pid);
      isTold = true;
      await delay(200);
    }
  } finally {
    rmSync(ticket, { force: true });
  }
  return () => {
    if (read(path) === content) rmSync(path, { force: true });
  };
}

function linked(ticket, path) {
  try {
    linkSync(ticket, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function removeStale(path, seen) {
  const aside = `${path}.stale.${randomUUID()}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== seen) linkSync(aside, path);
  } catch {
    // Another process has removed it, or has a lock by now.
  }
  rmSync(aside, { force: true });
}

function parse(content) {
  try {
    const holder = JSON.parse(content);
    return typeof holder.pid === 'number' ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** A mark that differs when a pid was given out again; null where the system does not tell. */
function startOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat === undefined ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
