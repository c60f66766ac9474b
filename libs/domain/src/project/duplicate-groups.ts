import { missingForMatching, missingForPush, type Project } from './project';

/** The same project told by several channels: shown once as its head, with all its channels. */
export interface DuplicateGroup {
  readonly headId: string;
  /** All members, the head first, the rest by id. */
  readonly memberIds: readonly string[];
}

/** What grouping reads. */
export type Groupable = Pick<
  Project,
  'id' | 'revision' | 'status' | 'patents' | 'duplicateGroup' | keyof Parameters<typeof missingForMatching>[0]
>;

/**
 * Joins projects that declare the same group or share a patent number (normalised), transitively. Withdrawn projects join nothing.
 * The head is the most complete member, then the one confirmed last, then the smallest id, so the result does not depend on order.
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
    members.set(root, [...(members.get(root) ?? []), project]);
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

function keysOf(project: Groupable): string[] {
  // Words in place of a number ("无", "申请中") say nothing that two projects could share.
  const patents = project.patents
    .map(normalisePatentNumber)
    .filter((number) => /\d/.test(number))
    .map((number) => `patent:${number}`);
  return project.duplicateGroup === undefined ? patents : [...patents, `group:${project.duplicateGroup}`];
}

/** @returns the number without spaces, dots, letter case and the country, so that "ZL 2019 1 0000001.X" meets "cn201910000001x" */
export function normalisePatentNumber(patent: string): string {
  return patent
    .normalize('NFKC')
    .replace(/[\s.．·]/g, '')
    .toUpperCase()
    .replace(/^(ZL|CN)(?=\d)/, '');
}

function byFitnessAsHead(a: Groupable, b: Groupable): number {
  const missing = (p: Groupable): number => missingForMatching(p).length * 10 + missingForPush(p).length;
  const confirmed = (p: Groupable): string => p.confirmedOn ?? '';
  return (
    missing(a) - missing(b) ||
    (confirmed(a) === confirmed(b) ? 0 : confirmed(a) > confirmed(b) ? -1 : 1) ||
    (a.id < b.id ? -1 : 1)
  );
}
