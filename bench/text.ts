import { createReadStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Field } from '@throughtrain/text';
import { z } from 'zod';

type Texts = Readonly<Record<Field, string>>;

/** What a thread of the measurement is given. */
export interface TextBenchInput {
  readonly texts: readonly Texts[];
  readonly tableFile: string;
  readonly runMs: number;
}

const tableFile = 'models/embedding/table.bin';
const sampleFile = 'samples/projects.ndjson';
const runMs = 10_000;
const mostThreads = 2;

const project = z.object({ title: z.string(), summary: z.string(), keywords: z.array(z.string()).default([]) });

/** Analyses and embeds the projects of the sample over and over, on each of two threads, and prints texts a second. */
export async function benchText(): Promise<void> {
  const texts = await sampleTexts();
  const threads = Math.min(mostThreads, availableParallelism());
  const rates = await Promise.all(Array.from({ length: threads }, () => rateOfThread({ texts, tableFile, runMs })));
  const characters = texts.reduce((sum, { title, keywords, body }) => sum + (title + keywords + body).length, 0);
  const sum = rates.reduce((total, rate) => total + rate, 0);
  console.log(
    `${Math.round(sum)} texts of ${Math.round(characters / texts.length)} characters analysed and embedded a second, threads: ${threads}`,
  );
}

async function sampleTexts(): Promise<Texts[]> {
  const texts: Texts[] = [];
  for await (const line of createInterface({ input: createReadStream(sampleFile) })) {
    const parsed = project.safeParse(jsonOf(line));
    if (!parsed.success) continue;
    const { title, summary, keywords } = parsed.data;
    texts.push({ title, keywords: keywords.join('；'), body: summary });
  }
  return texts;
}

/** The sample has faulty lines on purpose. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function rateOfThread(input: TextBenchInput): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(require.resolve('./text-worker'), { workerData: input });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
