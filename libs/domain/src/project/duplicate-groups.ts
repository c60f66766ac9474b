import { connect, type DuplicateDecision, type LinkedProject } from './duplicates/connect';
import { registrationNumber } from './duplicates/identity-numbers';
import { patentNumbers } from './patent-numbers';
import { missingForMatching, missingForPush, type Project, type ProjectContent } from './project';

/** The same project told by several channels: shown once as its head, with all its channels. */
export interface DuplicateGroup {
  readonly headId: string;
  /** All members, the head first, the rest by id. */
  readonly memberIds: readonly string[];
}

/** What grouping reads. */
export type Groupable = Pick<
  Project,
  'id' | 'revision' | 'status' | 'patents' | 'registrationNumber' | 'duplicateGroup' | keyof ProjectContent
>;

/**
 * Joins projects that declare the same group, share a patent or registration number or were merged by a decision, transitively, but never
 * two that a decision split: see {@link connect}. A declared group is one name for all channels and submitters. Withdrawn projects join nothing.
 * The head is a member whose ownership nobody disputes where there is one; of these the most complete, then the one that says most, then the
 * one confirmed last, then the smallest id, so the result does not depend on order.
 * @param decisions those in force, one for a pair
 * @returns groups of two and more, by head id
 */
export function groupDuplicates(
  projects: readonly Groupable[],
  decisions: readonly DuplicateDecision[] = [],
): readonly DuplicateGroup[] {
  const active = new Map(projects.filter(({ status }) => status === 'active').map((project) => [project.id, project]));
  return connect(linksOf([...active.values()]), decisions)
    .map((ids) => {
      const members = ids.flatMap((id) => active.get(id) ?? []);
      const [head, ...rest] = members.toSorted(byFitnessAsHead);
      const headId = head?.id ?? '';
      return { headId, memberIds: [headId, ...rest.map(({ id }) => id).sort()] };
    })
    .sort((a, b) => (a.headId < b.headId ? -1 : 1));
}

/**
 * Active projects that may say what a sealed one says: those of its group, told through other channels, and those held because they
 * probably do, with their groups. A decision that splits the two sets a project free; no day or expiry does.
 * @param decisions those in force, one for a pair
 */
export function heldWithSealed(
  projects: readonly Groupable[],
  decisions: readonly DuplicateDecision[],
): ReadonlySet<string> {
  const sealed = new Set(projects.filter(({ status }) => status === 'sealed').map(({ id }) => id));
  const held = new Set<string>();
  if (sealed.size === 0) return held;
  const present = projects.filter(({ status }) => status !== 'withdrawn');
  const active = new Set(present.filter(({ status }) => status === 'active').map(({ id }) => id));
  const suspected = decisions
    .filter(({ verdict, projectIds }) => verdict === 'hold' && projectIds.some((id) => sealed.has(id)))
    .flatMap(({ projectIds }) => projectIds);
  const suspects = new Set([...sealed, ...suspected]);
  const groups = connect(linksOf(present), decisions).filter((ids) => ids.some((id) => suspects.has(id)));
  for (const id of [...groups.flat(), ...suspected]) if (active.has(id)) held.add(id);
  return held;
}

function linksOf(projects: readonly Groupable[]): readonly LinkedProject[] {
  return projects.map(({ id, patents, registrationNumber: registration, duplicateGroup }) => {
    const numbers = numbersOf({ patents }).map((number) => `patent ${number}`);
    const registered = registrationNumber(registration);
    if (registered !== undefined) numbers.push(`registration ${registered}`);
    return { id, numbers, declaredGroup: duplicateGroup };
  });
}

function numbersOf({ patents }: Pick<Groupable, 'patents'>): readonly string[] {
  return [...new Set(patents.flatMap(patentNumbers))];
}

/** Why a member is the head: the first merit in which it is ahead of the next best. */
export const headReasons = [
  'ownership-not-disputed',
  'more-complete-for-matching',
  'more-complete-for-push',
  'more-patents',
  'names-programme',
  'more-keywords',
  'names-price',
  'confirmed-last',
  'smallest-id',
] as const;
export type HeadReason = (typeof headReasons)[number];

/** What makes one member a better head than another, the first that differs; more is better. */
const meritsAsHead: readonly (readonly [HeadReason, (member: Groupable) => number | string])[] = [
  // The whole group would be shut out with a disputed head.
  ['ownership-not-disputed', ({ ownership }) => (ownership === 'disputed' ? 0 : 1)],
  ['more-complete-for-matching', (member) => -missingForMatching(member).length],
  ['more-complete-for-push', (member) => -missingForPush(member).length],
  ['more-patents', (member) => numbersOf(member).length],
  ['names-programme', ({ programme }) => (programme === undefined ? 0 : 1)],
  ['more-keywords', ({ keywords }) => keywords.length],
  ['names-price', ({ priceWan }) => (priceWan === undefined ? 0 : 1)],
  ['confirmed-last', ({ confirmedOn }) => confirmedOn ?? ''],
];

/** @returns the first merit in which two members differ */
function deciding(a: Groupable, b: Groupable): HeadReason {
  return meritsAsHead.find(([, merit]) => merit(a) !== merit(b))?.[0] ?? 'smallest-id';
}

function byFitnessAsHead(a: Groupable, b: Groupable): number {
  for (const [, merit] of meritsAsHead) {
    const [meritA, meritB] = [merit(a), merit(b)];
    if (meritA !== meritB) return meritA > meritB ? -1 : 1;
  }
  return a.id < b.id ? -1 : 1;
}

/** @returns why the first of the members by fitness is their head; undefined for fewer than two */
export function whyHead(members: readonly Groupable[]): HeadReason | undefined {
  const [head, next] = members.toSorted(byFitnessAsHead);
  return head === undefined || next === undefined ? undefined : deciding(head, next);
}
