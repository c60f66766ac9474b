import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bandsFolder, latestBandsVersion } from '@throughtrain/persistence';
import { openShippedModels } from '../shipped-models';
import { bandLines } from './band-lines';
import { readBandOptions } from './options';
import { setBands } from './set-bands';

const statisticsFolder = 'models/corpus-statistics';

/**
 * Sets the bands of relevance by judged pairs; docs/matching-quality.md tells how:
 *   npm run evaluate:bands -- --data DIR [--unit demand|enterprise] [--targets SHOWN,RELATED,CLOSE] [--write] [--json FILE]
 * With `--write` they become the next version in models/bands, which the next `npm run migrate` puts in force.
 */
async function main(): Promise<void> {
  const { write, json, ...options } = await readBandOptions(process.argv.slice(2));
  const version = ((await latestBandsVersion(bandsFolder)) ?? 0) + 1;
  const report = await setBands(options, version, await openShippedModels(statisticsFolder));
  for (const line of bandLines(report)) console.log(line);
  if (json !== undefined) await writeFile(json, textOf(report));
  if (!write) return;
  const file = join(bandsFolder, `${version}.json`);
  await mkdir(bandsFolder, { recursive: true });
  // A version is never written over.
  await writeFile(file, textOf(report.proposed), { flag: 'wx' });
  console.log(`\nwritten to ${file}; npm run migrate puts it in force`);
}

const textOf = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
