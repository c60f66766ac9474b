import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openShippedTable } from '@throughtrain/encoders';
import { measureDuplicates, type Quality } from './measure-duplicates';
import { measureMeaning } from './measure-meaning';

/**
 * Prints how well duplicates are found in records whose duplicates are known, and with `--meaning` what vectors would add:
 *   npm run duplicates:measure -- --projects samples/projects.ndjson --groups samples/duplicates.tsv --meaning
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      projects: { type: 'string', default: 'samples/projects.ndjson' },
      groups: { type: 'string', default: 'samples/duplicates.tsv' },
      meaning: { type: 'boolean', default: false },
    },
  });
  const [lines, groups] = [linesOf(values.projects), linesOf(values.groups)];
  const measures = measureDuplicates(lines, groups);
  console.log(`${measures.projects} projects, ${measures.compared} pairs met and were compared`);
  print('joined (numbers, declared groups, words)', measures.certain);
  print('joined or suggested', measures.certainOrSuggested);
  print('joined or suggested, numbers and declared groups withheld', measures.withoutNumbers);
  if (values.meaning) await printMeaning(lines, groups);
}

async function printMeaning(lines: readonly string[], groups: readonly string[]): Promise<void> {
  const { everyPair, withCosine, byCosine } = await measureMeaning(lines, groups, await openShippedTable());
  print('the same, every pair compared', everyPair);
  print('the same, with the cosine as evidence', withCosine);
  for (const { leastCosine, found, right } of byCosine)
    console.log(`pairs of one institution with a cosine of ${leastCosine} and more: ${found}, of which true ${right}`);
}

const linesOf = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');

function print(name: string, quality: Quality): void {
  const { precision, recall, right, found, wrongPairs, missedPairs } = quality;
  console.log(
    `${name}: precision ${precision.toFixed(3)} (${right}/${found}), recall ${recall.toFixed(3)} (${right}/${quality.true})`,
  );
  if (wrongPairs.length > 0) console.log(`  wrong: ${wrongPairs.join(', ')}`);
  if (missedPairs.length > 0) console.log(`  missed: ${missedPairs.join(', ')}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
