import { ScoringThreads } from '@throughtrain/engine';
import type { BenchLibrary } from './engine-library';
import { interleave, median, round, round3, spread } from './figures';
import { LoadedEngine } from './loaded-engine';

const sizes = { projects: [10_000, 100_000, 1_000_000], demands: [30, 300, 3_000] } as const;
/** Pairs of one match from which on a round is enough: it takes the better part of a minute. */
const manyPairs = 1e9;
const usualRounds = 3;

/** What one size took. */
export interface GrowthPoint {
  readonly projects: number;
  readonly demands: number;
  readonly matchMs: number;
  readonly matchSpreadMs: readonly [number, number];
  readonly nsPerPair: number;
  readonly bytesPerProject: number;
}

/** Measures matches of ever more projects and demands. @param tell is told of each */
export async function measureGrowth(
  library: BenchLibrary,
  threads: number,
  tell: (point: GrowthPoint) => void,
): Promise<readonly GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const projects of sizes.projects) {
    const scoring = new ScoringThreads(threads);
    const engine = await LoadedEngine.load(library, projects, scoring);
    const { bytesPerProject } = engine.bytes();
    for (const demands of sizes.demands) {
      const rounds = projects * demands > manyPairs ? 1 : usualRounds;
      const { match } = await interleave(rounds, { match: () => engine.match(demands) });
      const matchMs = median(match);
      const nsPerPair = round3((matchMs * 1e6) / (projects * demands));
      const point = { projects, demands, matchMs: round(matchMs), matchSpreadMs: spread(match), nsPerPair };
      points.push({ ...point, bytesPerProject });
      tell({ ...point, bytesPerProject });
    }
    await scoring.close();
  }
  return points;
}

/** How much dearer a pair is among 1,000,000 × 3,000 than among 100,000 × 300. */
export function growthRatio(points: readonly GrowthPoint[]): number {
  const at = (projects: number, demands: number): number =>
    points.find((point) => point.projects === projects && point.demands === demands)?.nsPerPair ?? NaN;
  return round3(at(1_000_000, 3_000) / at(100_000, 300));
}
