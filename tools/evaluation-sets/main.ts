import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tasksOf } from '../embedding/measure-tasks';
import { readPapers } from '../embedding/papers';
import { folderName, taskFolder } from './task-folder';

/**
 * Writes folders for `npm run evaluate` from papers that were kept out of the training of the embedding:
 *   npm run evaluate:papers -- --corpus DIR --out DIR
 * The folder of the corpus is that of `npm run train:embedding`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { corpus: { type: 'string' }, out: { type: 'string' } } });
  if (values.corpus === undefined || values.out === undefined) throw new Error('needs --corpus DIR and --out DIR');
  for (const task of tasksOf(await readPapers(values.corpus))) {
    const folder = join(values.out, folderName(task));
    await mkdir(folder, { recursive: true });
    for (const [name, content] of Object.entries(taskFolder(task))) await writeFile(join(folder, name), content);
    console.log(`${folder}: ${task.name}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
