import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { SecretBox } from '@throughtrain/platform';

/**
 * The key that contacts are encrypted with on this machine, made at the first start and readable by its owner only.
 * @returns the value of `DATA_KEY`
 */
export async function ownDataKey(file: string): Promise<string> {
  if (!existsSync(file)) await writeFile(file, `${SecretBox.newKey()}\n`, { mode: 0o600, flag: 'wx' });
  return (await readFile(file, 'utf8')).trim();
}
