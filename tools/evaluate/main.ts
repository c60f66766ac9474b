import { writeFile } from 'node:fs/promises';
import { evaluate } from './evaluate';
import { readOptions } from './options';
import { openShippedModels } from './shipped-models';
import { reportLines } from './report/report-lines';

const statisticsFolder = 'models/corpus-statistics';

/**
 * Measures match quality on judged pairs; docs/matching-quality.md tells the files and how to read the figures:
 *   npm run evaluate -- --data DIR [--unit demand|enterprise] [--candidates all|judged] [--depth N] [--compare words,meaning,hybrid] [--run FILE] [--json FILE]
 */
async function main(): Promise<void> {
  const options = await readOptions(process.argv.slice(2));
  const report = await evaluate(options, await openShippedModels(statisticsFolder));
  for (const line of reportLines(report)) console.log(line);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, undefined, 2)}\n`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
