import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const sampleKeysSchema = z.object({
  operator: z.string(),
  agency: z.string(),
  host: z.string(),
  /** Whether the sample has been imported to its end. */
  loaded: z.boolean(),
});
export type SampleKeys = z.infer<typeof sampleKeysSchema>;

/** @returns the keys of an earlier start, undefined when there are none that can be read */
export async function readSampleKeys(file: string): Promise<SampleKeys | undefined> {
  try {
    return sampleKeysSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes the keys readable by their owner only, whole or not at all. */
export async function writeSampleKeys(file: string, keys: SampleKeys): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
