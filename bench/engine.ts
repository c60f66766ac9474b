import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { mostShards } from '@throughtrain/contracts';
import { ScoringThreads } from '@throughtrain/engine';
import { listLimits } from '@throughtrain/matching';
import { growthRatio, measureGrowth } from './engine-growth';
import { EngineLibrary, type BenchLibrary } from './engine-library';
import { EngineParts } from './engine-parts';
import { FileLibrary } from './file-library';
import { interleave, machine, median, round, round3, spread, timeOf } from './figures';
import { listsAreEqual, LoadedEngine } from './loaded-engine';
import { noPeers, openPeers } from './peers/open-peers';

const rounds = 5;
/** The reference takes some milliseconds a project, so lists are compared on a part of the library. */
const comparedProjects = 2_000;

interface Options {
  readonly projects: number;
  readonly demands: number;
  readonly dimension: number;
  readonly library?: string | undefined;
  readonly growth: boolean;
  /** Without others beside it. */
  readonly alone: boolean;
  /** Parts that the library is split into, of which the first is held and scored. */
  readonly shards: number;
  readonly json?: string | undefined;
}

/** Measures a match over a library, its two parts alone and others beside it on the same data, all in turns. */
export async function benchEngine(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  const { projects, demands } = options;
  const library =
    options.library === undefined ? new EngineLibrary(options.dimension) : await FileLibrary.open(options.library);
  const { dimension } = library;
  const threads = availableParallelism();
  const figures = { projects, demands, dimension, threads, ...(await measure(options, library, threads)) };
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(18)}${JSON.stringify(value)}`);
  const growth = options.growth ? await grow(library, threads) : undefined;
  console.log(machine());
  if (options.json !== undefined)
    await writeFile(options.json, `${JSON.stringify({ ...figures, ...growth }, null, 2)}\n`);
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      projects: { type: 'string', default: '100000' },
      demands: { type: 'string', default: '300' },
      dimension: { type: 'string', default: '128' },
      library: { type: 'string' },
      growth: { type: 'boolean', default: false },
      alone: { type: 'boolean', default: false },
      shards: { type: 'string', default: '1' },
      json: { type: 'string' },
    },
  });
  const number = (name: 'projects' | 'demands' | 'dimension' | 'shards', most: number): number => {
    const value = Number(values[name]);
    if (!Number.isSafeInteger(value) || value < 1 || value > most) throw new Error(`--${name} takes 1 to ${most}`);
    return value;
  };
  if (values.growth && values.library !== undefined) throw new Error('--growth makes its own library');
  return {
    projects: number('projects', 2_000_000),
    demands: number('demands', 3_000),
    dimension: number('dimension', 1_024),
    library: values.library,
    growth: values.growth,
    alone: values.alone,
    shards: number('shards', mostShards),
    json: values.json,
  };
}

async function measure({ projects, demands, alone, shards }: Options, library: BenchLibrary, threads: number) {
  const scoring = new ScoringThreads(threads);
  const engine = await LoadedEngine.load(library, projects, scoring, shards);
  const { index } = engine;
  const bytes = engine.bytes();
  const queries = await engine.compile(demands);
  const compileMs = await timeOf(() => engine.compile(demands));
  const parts = new EngineParts(threads);
  const depth = listLimits(demands).perDemand;
  const peers = alone ? noPeers : await openPeers(library, index.size, demands, depth);
  const times = await interleave(rounds, {
    match: () => engine.match(demands),
    gemm: () => timeOf(() => parts.run('gemm', index, queries)),
    lexical: () => timeOf(() => parts.run('lexical', index, queries)),
    ...peers.rounds,
  });
  await parts.close();
  await peers.close();
  const { refresh } = await interleave(rounds, { refresh: () => engine.refresh() });
  const listsEqual = await listsAreEqual(library, Math.min(index.size, comparedProjects), demands, scoring);
  await scoring.close();
  const [matchMs, gemmMs, lexicalMs] = [median(times.match), median(times.gemm), median(times.lexical)];
  return {
    loadMs: Math.round(engine.loadMs),
    refreshMs: round(median(refresh)),
    refreshSpreadMs: spread(refresh),
    compileMs: round(compileMs),
    matchMs: round(matchMs),
    matchSpreadMs: spread(times.match),
    gemmMs: round(gemmMs),
    gemmSpreadMs: spread(times.gemm),
    lexicalMs: round(lexicalMs),
    lexicalSpreadMs: spread(times.lexical),
    ratioToParts: round3(matchMs / (gemmMs + lexicalMs)),
    nsPerPair: round3((matchMs * 1e6) / (engine.projectsScored * demands)),
    ...bytes,
    ...peers.figures(times, matchMs),
    listsEqual,
  };
}

async function grow(library: BenchLibrary, threads: number) {
  const growth = await measureGrowth(library, threads, (point) =>
    console.log(`growth            ${JSON.stringify(point)}`),
  );
  console.log(`growthRatio       ${growthRatio(growth)}`);
  return { growth, growthRatio: growthRatio(growth) };
}
