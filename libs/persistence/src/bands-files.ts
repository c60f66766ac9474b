import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgedBandsSchema } from '@throughtrain/contracts';
import type { JudgedBands } from '@throughtrain/ranking';

/** Where bands lie by version, from the root of the installation. */
export const bandsFolder = 'models/bands';

/** @returns the highest version of a folder of bands, `<version>.json` each; undefined when it has none or does not exist */
export async function latestBandsVersion(folder: string): Promise<number | undefined> {
  if (!existsSync(folder)) return undefined;
  const versions = (await readdir(folder))
    .flatMap((name) => /^([1-9]\d{0,6})\.json$/.exec(name)?.[1] ?? [])
    .map(Number);
  return versions.length === 0 ? undefined : Math.max(...versions);
}

/**
 * @returns the bands of the highest version of a folder; undefined when it has none
 * @throws Error when they are not what `npm run evaluate:bands` writes
 */
export async function readLatestBands(folder: string): Promise<JudgedBands | undefined> {
  const version = await latestBandsVersion(folder);
  if (version === undefined) return undefined;
  const file = join(folder, `${version}.json`);
  const parsed = judgedBandsSchema.safeParse(jsonOf(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} holds no bands: ${parsed.error.issues[0]?.message ?? ''}`);
  if (parsed.data.version !== version) throw new Error(`${file} holds version ${parsed.data.version}`);
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
