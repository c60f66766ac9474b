import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EvaluateResult } from './evaluate-worker';
import { writeEvaluationFolder } from './evaluation-folder';
import { machine } from './figures';

const folder = '.run/bench/evaluate';

/** Measures time and memory of `npm run evaluate` on a large made-up set, in a process of its own. */
export async function benchEvaluate(args: readonly string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      projects: { ...text, default: '100000' },
      demands: { ...text, default: '1000' },
      compare: { ...text, default: 'hybrid' },
    },
  });
  const [projects, demands] = [values.projects, values.demands].map(Number) as [number, number];
  if (![projects, demands].every((count) => Number.isSafeInteger(count) && count >= 1 && count <= 200_000))
    throw new Error('--projects and --demands take numbers from 1 to 200000');
  await writeEvaluationFolder(folder, projects, demands);
  const startedAt = performance.now();
  const worker = fork(join(__dirname, 'evaluate-worker.js'), ['--data', folder, '--compare', values.compare], {
    execArgv: ['--max-old-space-size=6000'],
  });
  const ended = once(worker, 'exit');
  const [{ cpuMs, peakRssBytes }] = (await Promise.race([once(worker, 'message'), ended.then(fail)])) as [
    EvaluateResult,
  ];
  await ended;
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.log(
    `${values.projects} projects × ${values.demands} demands (${values.compare}): ${seconds} s, ${Math.round(cpuMs / 1_000)} s of the processor, peak memory ${Math.round(peakRssBytes / 1e6)} MB`,
  );
  console.log(machine());
}

function fail(): never {
  throw new Error('the evaluation ended without a result');
}
