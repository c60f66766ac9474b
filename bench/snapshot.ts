import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { LibrarySnapshots, ScoringThreads } from '@throughtrain/engine';
import { EngineLibrary } from './engine-library';
import { machine, median, round, spread, timeOf } from './figures';
import { LoadedEngine } from './loaded-engine';

const rounds = 5;
const nanosecondsPerMs = 1e6;

/** Measures what a matcher does beside answering: reading the library, taking changes in, writing and reading its snapshot; and how long each keeps others from the event loop. */
export async function benchSnapshot(args: readonly string[]): Promise<void> {
  const options = { projects: { type: 'string', default: '100000' }, json: { type: 'string' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const projects = Number(values.projects);
  if (!Number.isSafeInteger(projects) || projects < 1 || projects > 2_000_000)
    throw new Error('--projects takes 1 to 2000000');
  const folder = await mkdtemp(join(tmpdir(), 'throughtrain-bench-'));
  const threads = new ScoringThreads(availableParallelism());
  try {
    const figures = { projects, ...(await measure(projects, folder, threads)) };
    for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(18)}${JSON.stringify(value)}`);
    console.log(machine());
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  } finally {
    await threads.close();
    await rm(folder, { recursive: true });
  }
}

async function measure(projects: number, folder: string, threads: ScoringThreads) {
  const engine = await LoadedEngine.load(new EngineLibrary(128), projects, threads);
  const steps = { match: new Step(), refresh: new Step(), write: new Step(), read: new Step() };
  await engine.match(300);
  await (await engine.now()).feed.makeChanges();
  for (let at = 0; at < rounds; at += 1) {
    await steps.match.measure(() => engine.match(300));
    await steps.refresh.measure(() => engine.refresh());
    const { view, feed } = await engine.now();
    await steps.write.measure(() => new LibrarySnapshots(feed, { folder }).save(view, made));
    await steps.read.measure(async () => {
      const loaded = await new LibrarySnapshots(feed, { folder }).load({ ...made, position: view.position });
      if (loaded === undefined) throw new Error('the snapshot that was written is of no use');
    });
  }
  const [file = ''] = await readdir(folder);
  const of = Object.entries(steps).map(([name, step]) => [name, step.figures()] as const);
  return {
    loadMs: Math.round(engine.loadMs),
    fileBytes: (await stat(join(folder, file))).size,
    ...Object.fromEntries(of),
  };
}

const made = { versions: { analyserVersion: 'words-2', encoderVersion: 'made up' }, generation: '1' };

/** What one kind of work takes, and the longest that it kept a timer waiting. */
class Step {
  private readonly ms: number[] = [];
  private readonly longestMs: number[] = [];

  async measure(work: () => Promise<unknown>): Promise<void> {
    globalThis.gc?.();
    const delays = monitorEventLoopDelay({ resolution: 1 });
    // What was left of before is not counted.
    await new Promise((resolve) => setTimeout(resolve, 5));
    delays.enable();
    this.ms.push(await timeOf(work));
    delays.disable();
    this.longestMs.push(delays.max / nanosecondsPerMs);
  }

  figures() {
    return {
      ms: round(median(this.ms)),
      spreadMs: spread(this.ms),
      longestTurnMs: round(median(this.longestMs)),
      longestTurnSpreadMs: spread(this.longestMs),
    };
  }
}
