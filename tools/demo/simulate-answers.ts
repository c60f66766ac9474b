import type { DeclineReason, IntentLevel } from '@throughtrain/domain';

/** Hidden grades by demand and project, external ids joined by a tab; what is not listed is 0. */
export type Grades = ReadonlyMap<string, number>;

export interface SimulatedAnswer {
  readonly projectId: string;
  readonly level: IntentLevel;
  readonly reasonCodes: readonly DeclineReason[];
}

/** Shares of the simulation: an enterprise that never answers, and an answering one that skips a project. */
const silentShare = 0.2;
const skippedShare = 0.15;

/** Reads TREC-style lines: demand TAB 0 TAB project TAB grade. @throws Error naming the line */
export function parseGrades(text: string): Grades {
  const grades = new Map<string, number>();
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const [demand, , project, grade] = line.trimEnd().split('\t');
    if (!demand || !project || !/^[0-3]$/.test(grade ?? ''))
      throw new Error(`grades, line ${index + 1}: not "demand 0 project grade"`);
    grades.set(`${demand}\t${project}`, Number(grade));
  });
  return grades;
}

/** A small generator with a seed, uniform in [0, 1). @see mulberry32 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * What one enterprise of the sample answers, from the hidden grades alone, never from a score of the service: grade 3 gives level 3 or 4,
 * grade 2 level 2 or 3, grade 1 level 1, grade 0 level 0.
 * @returns undefined when it stays silent
 */
export function simulateAnswers(
  projects: readonly { readonly projectId: string; readonly grade: number }[],
  random: () => number,
): readonly SimulatedAnswer[] | undefined {
  if (random() < silentShare) return undefined;
  return projects.flatMap(({ projectId, grade }) => {
    if (random() < skippedShare) return [];
    const level = levelOf(grade, random);
    return [{ projectId, level, reasonCodes: level === 0 ? [declineReason(random)] : [] }];
  });
}

/** Grades say nothing of the reason; these three are what a text that only seems to fit comes to most often. */
const declineReasons = ['not-our-business', 'figures-not-met', 'too-early'] as const satisfies readonly DeclineReason[];

function declineReason(random: () => number): DeclineReason {
  return declineReasons[Math.floor(random() * declineReasons.length)] ?? 'not-our-business';
}

function levelOf(grade: number, random: () => number): IntentLevel {
  const isKeen = random() < 0.5;
  switch (grade) {
    case 3:
      return isKeen ? 4 : 3;
    case 2:
      return isKeen ? 3 : 2;
    case 1:
      return 1;
    default:
      return 0;
  }
}
