import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of the corpus statistics, beside the sources or beside `dist`, wherever the process was started from.
 * @throws Error when no folder above this file holds it
 */
export function statisticsFolder(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const wanted = join(folder, 'models', 'corpus-statistics');
    if (existsSync(wanted)) return wanted;
  }
  throw new Error('The folder models/corpus-statistics is missing: the installation is not complete.');
}
