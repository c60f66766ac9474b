import { writeFile } from 'node:fs/promises';
import { openShippedTable } from '@throughtrain/encoders';
import { StatisticsSource } from '@throughtrain/engine';
import { evaluate } from './evaluate';
import { readOptions } from './options';
import { reportLines } from './report/report-lines';

const statisticsFolder = 'models/corpus-statistics';
const statisticsInForce = '1';

/**
 * Measures match quality on judged pairs; docs/matching-quality.md tells the files and how to read the figures:
 *   npm run evaluate -- --data DIR [--unit demand|enterprise] [--candidates all|judged] [--depth N] [--compare words,meaning,hybrid] [--run FILE] [--json FILE]
 */
async function main(): Promise<void> {
  const options = await readOptions(process.argv.slice(2));
  const [encoder, statistics] = await Promise.all([
    openShippedTable(),
    new StatisticsSource(statisticsFolder).load(statisticsInForce),
  ]);
  const report = await evaluate(options, { encoder, statistics });
  for (const line of reportLines(report)) console.log(line);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, undefined, 2)}\n`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
