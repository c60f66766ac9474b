import { connect, type DuplicateDecision, type LinkedProject } from './duplicates/connect';
import { registrationNumber } from './duplicates/identity-numbers';
import { patentNumbers } from './patent-numbers';
import {
  matchingNeeds,
  missingForMatching,
  missingForPush,
  pushNeeds,
  type Project,
  type ProjectContent,
  type ProjectStatus,
} from './project';

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
  return groupMembers(projects.map(toGroupMember), decisions);
}

/** What is kept of a project to group it; one without numbers, a declared group or a decision is in no group and may be left out. */
export interface GroupMember extends LinkedProject {
  readonly status: ProjectStatus;
  /** See {@link fitnessAsHead}. */
  readonly fitness: number;
}

/** What grouping keeps of a project. */
export function toGroupMember(project: Groupable): GroupMember {
  const { id, status, patents, registrationNumber: registration, duplicateGroup } = project;
  const numbers = numbersOf({ patents }).map((number) => `patent ${number}`);
  const registered = registrationNumber(registration);
  if (registered !== undefined) numbers.push(`registration ${registered}`);
  return { id, numbers, declaredGroup: duplicateGroup, status, fitness: fitnessAsHead(project) };
}

/** {@link groupDuplicates} of what was kept. */
export function groupMembers(
  projects: readonly GroupMember[],
  decisions: readonly DuplicateDecision[] = [],
): readonly DuplicateGroup[] {
  const active = new Map(projects.filter(({ status }) => status === 'active').map((project) => [project.id, project]));
  return connect([...active.values()], decisions)
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
  return heldMembers(projects.map(toGroupMember), decisions);
}

/** {@link heldWithSealed} of what was kept. */
export function heldMembers(
  projects: readonly GroupMember[],
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
  const groups = connect(present, decisions).filter((ids) => ids.some((id) => suspects.has(id)));
  for (const id of [...groups.flat(), ...suspected]) if (active.has(id)) held.add(id);
  return held;
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

interface Merit {
  readonly reason: HeadReason;
  /** More is better; a whole number from 0. */
  readonly of: (member: Groupable) => number;
  /** What is more counts as this. */
  readonly most: number;
}

/** What makes one member a better head than another, the first that differs. */
const meritsAsHead: readonly Merit[] = [
  // The whole group would be shut out with a disputed head.
  { reason: 'ownership-not-disputed', of: ({ ownership }) => (ownership === 'disputed' ? 0 : 1), most: 1 },
  {
    reason: 'more-complete-for-matching',
    of: (member) => matchingNeeds.length - missingForMatching(member).length,
    most: matchingNeeds.length,
  },
  {
    reason: 'more-complete-for-push',
    of: (member) => pushNeeds.length - missingForPush(member).length,
    most: pushNeeds.length,
  },
  { reason: 'more-patents', of: (member) => numbersOf(member).length, most: 999 },
  { reason: 'names-programme', of: ({ programme }) => (programme === undefined ? 0 : 1), most: 1 },
  { reason: 'more-keywords', of: ({ keywords }) => keywords.length, most: 99 },
  { reason: 'names-price', of: ({ priceWan }) => (priceWan === undefined ? 0 : 1), most: 1 },
  { reason: 'confirmed-last', of: ({ confirmedOn }) => daysOf(confirmedOn), most: 99_999 },
];

const dayMs = 86_400_000;

/** Days since the beginning of 1970, 0 for a day before or none. */
function daysOf(day: string | undefined): number {
  const ms = day === undefined ? 0 : Date.parse(day);
  return ms > 0 ? Math.floor(ms / dayMs) : 0;
}

const meritOf = (member: Groupable, { of, most }: Merit): number => Math.min(of(member), most);

/** All merits of a member in one number, below 2^53: of two members the one with more is the better head. */
export function fitnessAsHead(member: Groupable): number {
  return meritsAsHead.reduce((fitness, merit) => fitness * (merit.most + 1) + meritOf(member, merit), 0);
}

/** @returns the first merit in which two members differ */
function deciding(a: Groupable, b: Groupable): HeadReason {
  return meritsAsHead.find((merit) => meritOf(a, merit) !== meritOf(b, merit))?.reason ?? 'smallest-id';
}

function byFitnessAsHead(a: Pick<GroupMember, 'id' | 'fitness'>, b: Pick<GroupMember, 'id' | 'fitness'>): number {
  return b.fitness - a.fitness || (a.id < b.id ? -1 : 1);
}

/** @returns why the first of the members by fitness is their head; undefined for fewer than two */
export function whyHead(members: readonly Groupable[]): HeadReason | undefined {
  const [head, next] = members
    .map((member) => ({ id: member.id, fitness: fitnessAsHead(member), member }))
    .sort(byFitnessAsHead);
  return head === undefined || next === undefined ? undefined : deciding(head.member, next.member);
}
