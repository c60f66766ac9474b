import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param path of a file of the repository, from its root
 * @returns the file beside the sources or beside `dist`, wherever the process was started from; undefined when there is none
 */
export function fileOfInstallation(path: string): string | undefined {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, path);
    if (existsSync(file)) return file;
  }
  return undefined;
}
