import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** @param share of the values that are not above it, 0 < share <= 1; by nearest rank */
export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? 0;

/** The least and the most. */
export const spread = (values: readonly number[]): readonly [number, number] => [
  round(Math.min(...values)),
  round(Math.max(...values)),
];

/** To a tenth. */
export const round = (value: number): number => Math.round(value * 10) / 10;

/** To a thousandth. */
export const round3 = (value: number): number => Math.round(value * 1_000) / 1_000;

/** One line of what the figures were seen on. */
export function machine(): string {
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, load ${load}, Node ${process.version}`;
}

/** @returns milliseconds of a processor that a process has taken so far, to ten of them; NaN where the system has no /proc */
export function processorMs(pid: number): number {
  try {
    // After the name, which may hold anything; times are in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return NaN;
  }
}

export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/**
 * Measures several things in turns, so that whatever else the machine does meets them all alike: each round begins with another of them, and nobody pays for the
 * garbage of the one before. A first round warms up and is not counted.
 * @param candidates each gives its figure, milliseconds for one
 * @returns the figures of all rounds by candidate
 */
export async function interleave<Name extends string>(
  rounds: number,
  candidates: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(candidates) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round += 1)
    for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
      globalThis.gc?.();
      const figure = await candidates[name]();
      if (round > 0) figures[name].push(figure);
    }
  return figures;
}

/** What a loop over all would take, from as many as the time allowed. */
export interface LoopTime {
  readonly ms: number;
  readonly measured: number;
}

/**
 * Asks for one after the other, some at once, until all have been asked for or the time is up.
 * @param budget.mostMs none is begun after it; at least one is asked for
 * @returns the time for all: that of those asked for, scaled by their number
 */
export async function timeLoop(
  count: number,
  budget: { readonly mostMs: number; readonly atOnce: number },
  ask: (number: number) => Promise<unknown>,
  now: () => number = () => performance.now(),
): Promise<LoopTime> {
  const startedMs = now();
  let asked = 0;
  const askOn = async (): Promise<void> => {
    while (asked < count && (asked === 0 || now() - startedMs < budget.mostMs)) await ask(asked++);
  };
  await Promise.all(Array.from({ length: budget.atOnce }, askOn));
  return { ms: ((now() - startedMs) * count) / asked, measured: asked };
}
