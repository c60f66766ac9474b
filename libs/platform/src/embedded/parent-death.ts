import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

let setpriv: string | null | undefined;

/**
 * Wraps a command so that the kernel signals it when the process that starts it ends in whatever way, kill -9 included.
 * The command keeps its pid: setpriv replaces itself by it.
 * @param signal what the command is sent, without `SIG`
 * @returns the command as it was where the system has no setpriv that can do this
 */
export function endedWithParent(
  signal: 'INT' | 'TERM' | 'KILL',
  file: string,
  args: readonly string[],
): [string, string[]] {
  setpriv ??= findSetpriv() ?? null;
  return setpriv === null ? [file, [...args]] : [setpriv, ['--pdeathsig', signal, '--', file, ...args]];
}

/** Finds a program on PATH and in the usual folders of system programs. */
export function findProgram(name: string, searchPath = process.env['PATH'] ?? ''): string | undefined {
  const folders = [...searchPath.split(delimiter), '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin'];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(existsSync);
}

/** Busybox and old releases have a setpriv without --pdeathsig, so it is tried once. */
function findSetpriv(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const program = findProgram('setpriv');
  const tried = program && spawnSync(program, ['--pdeathsig', 'TERM', '--', 'true'], { stdio: 'ignore' });
  return tried && tried.status === 0 ? program : undefined;
}
