import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StaticTableEncoder } from './static-table-encoder';

/**
 * The table of the repository, beside the sources or beside `dist`, wherever the process was started from.
 * @throws Error when no folder above this file holds it, or it is damaged
 */
export function openShippedTable(): Promise<StaticTableEncoder> {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'models', 'embedding', 'table.bin');
    if (existsSync(file)) return StaticTableEncoder.load(file);
  }
  throw new Error('The file models/embedding/table.bin is missing: the installation is not complete.');
}
