import { createReadStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { SeededRandom } from '../tools/embedding/seeded-random';
import { writeLibrary } from './library-file';

const sampleFile = 'samples/evaluation/demands.ndjson';
const judgedPerDemand = 100;
const grades = 4;
const seed = 20261125;

const libraryProject = z.object({
  externalId: z.string(),
  title: z.string(),
  summary: z.string(),
  keywords: z.array(z.string()),
});
const demand = z.object({ title: z.string(), description: z.string(), keywords: z.array(z.string()) });

/** Writes a folder for `npm run evaluate`: the library of the bench, demands of the sample whose parts are put together anew, and random grades. The same sizes give the same bytes. */
export async function writeEvaluationFolder(folder: string, projects: number, demands: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const random = new SeededRandom(seed);
  const library = join(folder, 'library.ndjson');
  await writeLibrary(library, projects);
  await writeFile(join(folder, 'projects.ndjson'), evaluationLines(library));
  const samples = (await readFile(sampleFile, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => demand.parse(JSON.parse(line)));
  const sample = (): z.infer<typeof demand> | undefined => samples[random.below(samples.length)];
  const asked: string[] = [];
  const judged: string[] = [];
  for (let number = 0; number < demands; number += 1) {
    const id = `D-${number}`;
    const { title, keywords } = sample() ?? {};
    asked.push(`${JSON.stringify({ id, title, keywords, description: sample()?.description })}\n`);
    const pairs = new Set(Array.from({ length: Math.min(judgedPerDemand, projects) }, () => random.below(projects)));
    for (const project of pairs) judged.push(`${id}\t0\tB-${project}\t${random.below(grades)}\n`);
  }
  await writeFile(join(folder, 'demands.ndjson'), asked.join(''));
  await writeFile(join(folder, 'qrels.tsv'), judged.join(''));
}

async function* evaluationLines(library: string): AsyncGenerator<string> {
  for await (const line of createInterface({ input: createReadStream(library) })) {
    const { externalId: id, title, summary, keywords } = libraryProject.parse(JSON.parse(line));
    yield `${JSON.stringify({ id, title, summary, keywords })}\n`;
  }
}
