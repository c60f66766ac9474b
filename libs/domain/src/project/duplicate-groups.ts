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
  'id' | 'revision' | 'status' | 'patents' | 'duplicateGroup' | keyof ProjectContent
>;

/**
 * Joins projects that declare the same group or share a patent number, transitively. A declared group is one name for all channels and
 * submitters. Withdrawn projects join nothing.
 * The head is a member whose ownership nobody disputes where there is one; of these the most complete, then the one that says most, then the
 * one confirmed last, then the smallest id, so the result does not depend on order.
 * @returns groups of two and more, by head id
 */
export function groupDuplicates(projects: readonly Groupable[]): readonly DuplicateGroup[] {
  const active = projects.filter((project) => project.status === 'active');
  const parent = new Map(active.map(({ id }) => [id, id]));
  const rootOf = (id: string): string => {
    let root = id;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    parent.set(id, root);
    return root;
  };
  const firstWithKey = new Map<string, string>();
  for (const project of active) {
    for (const key of keysOf(project)) {
      const other = firstWithKey.get(key);
      if (other === undefined) firstWithKey.set(key, project.id);
      else parent.set(rootOf(project.id), rootOf(other));
    }
  }
  const members = new Map<string, Groupable[]>();
  for (const project of active) {
    const root = rootOf(project.id);
    const group = members.get(root);
    if (group === undefined) members.set(root, [project]);
    else group.push(project);
  }
  return [...members.values()]
    .filter((group) => group.length > 1)
    .map((group) => {
      const [head, ...rest] = group.toSorted(byFitnessAsHead);
      const headId = head?.id ?? '';
      return { headId, memberIds: [headId, ...rest.map(({ id }) => id).sort()] };
    })
    .sort((a, b) => (a.headId < b.headId ? -1 : 1));
}

function keysOf({ patents, duplicateGroup }: Groupable): string[] {
  const keys = numbersOf({ patents }).map((number) => `patent:${number}`);
  if (duplicateGroup !== undefined) keys.push(`group:${duplicateGroup}`);
  return keys;
}

function numbersOf({ patents }: Pick<Groupable, 'patents'>): readonly string[] {
  return [...new Set(patents.flatMap(patentNumbers))];
}

/** What makes one member a better head than another, the first that differs; more is better. */
const meritsAsHead: readonly ((member: Groupable) => number)[] = [
  // The whole group would be shut out with a disputed head.
  ({ ownership }) => (ownership === 'disputed' ? 0 : 1),
  (member) => -missingForMatching(member).length,
  (member) => -missingForPush(member).length,
  (member) => numbersOf(member).length,
  ({ programme }) => (programme === undefined ? 0 : 1),
  ({ keywords }) => keywords.length,
  ({ priceWan }) => (priceWan === undefined ? 0 : 1),
];

function byFitnessAsHead(a: Groupable, b: Groupable): number {
  for (const merit of meritsAsHead) {
    const difference = merit(b) - merit(a);
    if (difference !== 0) return difference;
  }
  const [confirmedA, confirmedB] = [a.confirmedOn ?? '', b.confirmedOn ?? ''];
  if (confirmedA !== confirmedB) return confirmedA > confirmedB ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
