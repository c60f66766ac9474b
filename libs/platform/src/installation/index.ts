import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param path of a file or folder of the repository, from its root
 * @returns where it lies, beside the sources or beside `dist`, wherever the process was started from; undefined when it does not
 */
export function findInInstallation(path: string): string | undefined {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const found = join(folder, path);
    if (existsSync(found)) return found;
  }
  return undefined;
}

/**
 * @param path of a file or folder of the repository, from its root
 * @throws Error when it is not there
 */
export function ofInstallation(path: string): string {
  const found = findInInstallation(path);
  if (found === undefined) throw new Error(`${path} is missing: the installation is not complete.`);
  return found;
}
