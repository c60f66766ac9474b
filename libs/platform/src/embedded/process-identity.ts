import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Names one run of one process: its pid and when it started, so that a pid given out again is not taken for the old process.
 * @returns undefined when no such process is alive (a zombie counts as dead)
 */
export function processIdentity(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform !== 'linux') return identityByPs(pid);
  try {
    // The second field is the program's name in brackets and may hold blanks; what follows the last bracket is regular.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    const startedAtTicks = fields[19];
    return state === 'Z' || state === 'X' || startedAtTicks === undefined ? undefined : `${pid}@${startedAtTicks}`;
  } catch {
    return undefined;
  }
}

/**
 * Reads the arguments that a process was started with.
 * @returns an empty list when the process is gone or hidden from us
 */
export function processArguments(pid: number): string[] {
  if (process.platform !== 'linux') return ps(pid, 'args').split(' ');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function identityByPs(pid: number): string | undefined {
  const startedAt = ps(pid, 'lstart');
  return startedAt === '' ? undefined : `${pid}@${startedAt}`;
}

function ps(pid: number, column: string): string {
  const run = spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' });
  return run.error === undefined ? run.stdout.trim() : '';
}
