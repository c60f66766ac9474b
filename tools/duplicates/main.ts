import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureDuplicates, type Quality } from './measure-duplicates';

/**
 * Prints how well duplicates are found in records whose duplicates are known:
 *   npm run duplicates:measure -- --projects samples/projects.ndjson --groups samples/duplicates.tsv
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      projects: { type: 'string', default: 'samples/projects.ndjson' },
      groups: { type: 'string', default: 'samples/duplicates.tsv' },
    },
  });
  const measures = measureDuplicates(linesOf(values.projects), linesOf(values.groups));
  console.log(`${measures.projects} projects, ${measures.compared} pairs met and were compared`);
  print('joined (numbers, declared groups, words)', measures.certain);
  print('joined or suggested', measures.certainOrSuggested);
  print('joined or suggested, numbers and declared groups withheld', measures.withoutNumbers);
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

main();
