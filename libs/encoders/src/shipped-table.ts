import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseNearTerms, type NearTerms } from '@throughtrain/text';
import { ofInstallation } from '@throughtrain/platform/installation';
import { StaticTableEncoder } from './static-table-encoder';

const unzip = promisify(gunzip);

/**
 * The table of the repository.
 * @throws Error when it is missing or damaged
 */
export function openShippedTable(): Promise<StaticTableEncoder> {
  return StaticTableEncoder.load(shipped('table.bin'));
}

/**
 * Terms of the other language that are near in meaning, by the table of the repository.
 * @throws Error when they are missing or come from another table
 */
export async function openShippedNearTerms({ name }: StaticTableEncoder): Promise<NearTerms> {
  return parseNearTerms(name, (await unzip(await readFile(shipped('near-terms.tsv.gz')))).toString('utf8'));
}

const shipped = (name: string): string => ofInstallation(`models/embedding/${name}`);
