import type { BenchLibrary } from '../engine-library';
import { median, round, spread, timeLoop } from '../figures';
import { TimedBatches } from '../timed-batches';
import { LanceDb } from './lancedb';
import { Naive } from './naive';
import { peerQueries, type Peer, type PeerInput } from './peer';
import { SqlLoop } from './sql-loop';

const kinds: Readonly<Record<string, (input: PeerInput) => Promise<Peer>>> = {
  lancedb: (input) => LanceDb.open(input),
  sqlLoop: (input) => SqlLoop.open(input),
  naive: (input) => Naive.open(input),
};
/** Of a round; what a loop over all demands would take beyond it is worked out from those that were asked. */
const mostMs = 4_000;

/** How one of them compares. */
interface PeerFigures {
  /** Its time by that of the match. */
  readonly ratio: number;
  /** For all demands and projects. */
  readonly ms: number;
  readonly spreadMs: readonly [number, number];
  readonly demandsMeasured: number;
  readonly projectsMeasured: number;
  /** Taking in the projects, indexes included. */
  readonly buildMs: number;
}

type PeerRounds = Readonly<Record<string, () => Promise<number>>>;

/** Others with the projects of a library in them, to be measured in turns with the engine. */
export interface OpenPeers {
  /** Milliseconds of a loop over all demands, scaled where it was not measured whole. */
  readonly rounds: PeerRounds;
  /** By name; null where one could not be opened. */
  figures(
    times: Readonly<Record<string, readonly number[]>>,
    matchMs: number,
  ): Readonly<Record<string, PeerFigures | null>>;
  close(): Promise<void>;
}

/** Nobody beside it. */
export const noPeers: OpenPeers = { rounds: {}, figures: () => ({}), close: () => Promise.resolve() };

/** @param depth of the lists */
export async function openPeers(
  library: BenchLibrary,
  projects: number,
  demands: number,
  depth: number,
): Promise<OpenPeers> {
  const queries = peerQueries(library.queries(demands));
  const opened: { name: string; peer: Peer; buildMs: number; demandsMeasured: number }[] = [];
  for (const [name, open] of Object.entries(kinds)) {
    const batches = new TimedBatches(library.projects(projects));
    const startedMs = performance.now();
    const peer = await open({ batches, dimension: library.dimension, depth }).catch((error: unknown) => {
      console.log(`${name} is not measured: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    });
    const buildMs = Math.round(performance.now() - startedMs - batches.makingMs);
    if (peer === undefined) continue;
    console.log(`${name} has taken in ${peer.projects} projects in ${Math.round(buildMs / 1_000)} s`);
    opened.push({ name, peer, buildMs, demandsMeasured: 0 });
  }
  const loop = async (one: (typeof opened)[number]): Promise<number> => {
    const { peer } = one;
    const { ms, measured } = await timeLoop(demands, { mostMs, atOnce: peer.atOnce }, async (number) => {
      const found = await peer.ask(queries[number]!);
      if (found.length === 0) throw new Error(`${one.name} found nothing`);
    });
    one.demandsMeasured = measured;
    return (ms * projects) / peer.projects;
  };
  return {
    rounds: Object.fromEntries(opened.map((one) => [one.name, () => loop(one)])),
    figures: (times, matchMs) => {
      const figuresOf = (name: string): PeerFigures | null => {
        const [one, ms] = [opened.find((other) => other.name === name), times[name]];
        if (one === undefined || ms === undefined) return null;
        return {
          ratio: round(median(ms) / matchMs),
          ms: round(median(ms)),
          spreadMs: spread(ms),
          demandsMeasured: one.demandsMeasured,
          projectsMeasured: one.peer.projects,
          buildMs: one.buildMs,
        };
      };
      return Object.fromEntries(Object.keys(kinds).map((name) => [name, figuresOf(name)]));
    },
    close: async () => {
      for (const { peer } of opened) await peer.close();
    },
  };
}
