import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openShippedTable } from '@throughtrain/encoders';
import { CodeClassifier, suggestedLists } from '@throughtrain/ranking';
import { measureCodes, readRecords } from './measure-codes';

/**
 * Prints how well domain codes are suggested for records whose codes are known and withheld:
 *   npm run codes:measure -- --projects samples/projects.ndjson --demands samples/demands.ndjson
 */
async function main(): Promise<void> {
  const { values: files } = parseArgs({
    options: {
      projects: { type: 'string', default: 'samples/projects.ndjson' },
      demands: { type: 'string', default: 'samples/demands.ndjson' },
    },
  });
  const classifier = new CodeClassifier(await openShippedTable());
  for (const kind of ['projects', 'demands'] as const) {
    const records = readRecords(kind, readFileSync(files[kind], 'utf8').split('\n'));
    const qualities = measureCodes(classifier, records);
    for (const list of suggestedLists) {
      const { records: count, top1, top3, suggested, precision } = qualities[list];
      console.log(
        `${kind} ${list}: ${count} records, best right ${top1.toFixed(3)}, among three ${top3.toFixed(3)}; ` +
          `suggested for ${suggested.toFixed(3)}, of these the first right ${precision.toFixed(3)}`,
      );
    }
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
