/** What can be decided about two projects: one project, two projects, or kept from matching beside a sealed one until a person decides. */
export type DuplicateVerdict = 'merge' | 'split' | 'hold';

/** A decision in force about a pair. A later one of the same pair has replaced earlier ones, and one by hand any by the rule. */
export interface DuplicateDecision {
  readonly projectIds: readonly [string, string];
  readonly verdict: DuplicateVerdict;
  /** By a person, not by the rule. */
  readonly byHand: boolean;
  /** Higher is newer. */
  readonly order: number;
}

/** A project with what links it to others by itself. */
export interface LinkedProject {
  readonly id: string;
  /** Numbers that name one project only, with their kind. */
  readonly numbers: readonly string[];
  readonly declaredGroup: string | undefined;
}

/** A link between two projects, by which they are in one group unless a split stands against it. */
interface Link {
  readonly ids: readonly [string, string];
  /** 3 merged by hand, 2 a shared number, 1 a declared group, 0 merged by the rule. */
  readonly strength: number;
  readonly order: number;
}

/**
 * Connected components of the projects by their numbers, declared groups and merges, cut so that no component holds a pair that is split.
 * A component with such a pair is put together anew from single projects, link by link, the strongest first: merges by hand (the newest
 * first), numbers, declared groups, merges by the rule, equal ones by id. A link that would bring a split pair together is left out. So what
 * gives way is the weakest that does, two projects stay together where any other way leads from one to the other, and nothing depends on the
 * order in which projects came.
 * @returns components of two and more
 */
export function connect(
  projects: readonly LinkedProject[],
  decisions: readonly DuplicateDecision[],
): readonly (readonly string[])[] {
  const byId = new Map(projects.map((project) => [project.id, project]));
  const known = decisions.filter(({ projectIds }) => projectIds.every((id) => byId.has(id)));
  const merges = known.filter(({ verdict }) => verdict === 'merge');
  const splits = known.filter(({ verdict }) => verdict === 'split');
  const whole = new Partition(byId.keys());
  const firstWithKey = new Map<string, string>();
  for (const project of projects) {
    for (const key of keysOf(project)) {
      const first = firstWithKey.get(key);
      if (first === undefined) firstWithKey.set(key, project.id);
      else whole.unite(project.id, first);
    }
  }
  for (const { projectIds } of merges) whole.unite(...projectIds);
  const contested = new Set(
    splits.map(({ projectIds: [a, b] }) => (whole.rootOf(a) === whole.rootOf(b) ? whole.rootOf(a) : undefined)),
  );
  return whole.parts().flatMap((ids) => {
    if (!contested.has(whole.rootOf(ids[0] ?? ''))) return [ids];
    const inside = new Set(ids);
    const within = ({ projectIds }: DuplicateDecision): boolean => projectIds.every((id) => inside.has(id));
    const members = ids.flatMap((id) => byId.get(id) ?? []);
    return cut(ids, linksWithin(members, merges.filter(within)), splits.filter(within));
  });
}

function cut(
  ids: readonly string[],
  links: readonly Link[],
  splits: readonly DuplicateDecision[],
): readonly (readonly string[])[] {
  const apart = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { projectIds } of splits) {
    const [a, b] = projectIds;
    apart.get(a)?.push(b);
    apart.get(b)?.push(a);
  }
  const parts = new Partition(ids);
  for (const {
    ids: [a, b],
  } of links) {
    const [one, other] = [parts.rootOf(a), parts.rootOf(b)];
    const clash = parts.membersOf(one).some((id) => apart.get(id)?.some((enemy) => parts.rootOf(enemy) === other));
    if (!clash) parts.unite(a, b);
  }
  return parts.parts();
}

/** Every link between the members, the strongest first. */
function linksWithin(members: readonly LinkedProject[], merges: readonly DuplicateDecision[]): readonly Link[] {
  const links = new Map<string, Link>();
  const add = (a: string, b: string, strength: number, order = 0): void => {
    const ids: readonly [string, string] = a < b ? [a, b] : [b, a];
    const known = links.get(ids.join(' '));
    if (known === undefined || known.strength < strength) links.set(ids.join(' '), { ids, strength, order });
  };
  const byKey = new Map<string, string[]>();
  for (const member of members) {
    for (const key of keysOf(member)) byKey.set(key, [...(byKey.get(key) ?? []), member.id]);
  }
  for (const [key, ids] of byKey) {
    const strength = key.startsWith(declared) ? 1 : 2;
    ids.forEach((a, index) => ids.slice(index + 1).forEach((b) => add(a, b, strength)));
  }
  for (const { projectIds, byHand, order } of merges) add(...projectIds, byHand ? 3 : 0, order);
  return [...links.values()].sort(
    (a, b) => b.strength - a.strength || b.order - a.order || compareText(a.ids.join(' '), b.ids.join(' ')),
  );
}

const declared = 'declared ';
const keysOf = ({ numbers, declaredGroup }: LinkedProject): readonly string[] =>
  declaredGroup === undefined ? numbers : [...numbers, `${declared}${declaredGroup}`];

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Disjoint sets of ids that are united step by step. */
class Partition {
  private readonly members = new Map<string, string[]>();
  private readonly root = new Map<string, string>();

  constructor(ids: Iterable<string>) {
    for (const id of ids) {
      this.root.set(id, id);
      this.members.set(id, [id]);
    }
  }

  /** The id that stands for the set of an id. */
  rootOf(id: string): string {
    return this.root.get(id) ?? id;
  }

  membersOf(root: string): readonly string[] {
    return this.members.get(root) ?? [];
  }

  /** The smaller set moves, so that an id moves a logarithmic number of times. */
  unite(a: string, b: string): void {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    if (one === other) return;
    const [large, small] = this.membersOf(one).length < this.membersOf(other).length ? [other, one] : [one, other];
    const moved = this.membersOf(small);
    const grown = this.members.get(large);
    for (const id of moved) {
      this.root.set(id, large);
      grown?.push(id);
    }
    this.members.delete(small);
  }

  /** Sets of two and more. */
  parts(): readonly (readonly string[])[] {
    return [...this.members.values()].filter((ids) => ids.length > 1);
  }
}
