import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tasksOf } from '../embedding/measure-tasks';
import { readPapers } from '../embedding/papers';
import { libraryFolder } from './library-folder';
import { folderName, taskFolder } from './task-folder';

/**
 * Writes folders for `npm run evaluate` from papers that were kept out of the training of the embedding, and with `--demands` one in which
 * these demands meet all papers of ChinaXiv:
 *   npm run evaluate:papers -- --corpus DIR --out DIR [--demands samples/evaluation/demands.ndjson]
 * The folder of the corpus is that of `npm run train:embedding`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { corpus: { type: 'string' }, out: { type: 'string' }, demands: { type: 'string' } },
  });
  if (values.corpus === undefined || values.out === undefined) throw new Error('needs --corpus DIR and --out DIR');
  const papers = await readPapers(values.corpus);
  for (const task of tasksOf(papers)) await writeFolder(join(values.out, folderName(task)), taskFolder(task));
  if (values.demands === undefined) return;
  const demands = await readFile(values.demands, 'utf8');
  await writeFolder(join(values.out, 'demands-to-papers'), libraryFolder(papers, demands));
}

async function writeFolder(folder: string, contents: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content);
  console.log(folder);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
