import { groupMembers, heldMembers, type DuplicateDecision, type GroupMember } from '@throughtrain/domain';
import type { LibraryIndex } from './library-index';

/** Duplicate groups, from either side. */
interface DuplicateGroups {
  /** Other members by head. */
  readonly byHead: ReadonlyMap<number, readonly number[]>;
  /** Heads by the other members. */
  readonly headOf: ReadonlyMap<number, number>;
  /** The other members. */
  readonly notHeads: ReadonlySet<number>;
}

/** The library at one position, as one reader sees it; never changed once made. */
export class LibraryView {
  private heldDocuments: ReadonlySet<number> | undefined;
  private groups: (DuplicateGroups & { readonly today: string }) | undefined;

  /**
   * @param seen by document: 1 for those that make up the library at the position; documents that came later are not seen
   * @param withoutAnalysis active projects whose current revision was not analysed by the version asked for
   * @param decisions about duplicates in force at the position
   */
  constructor(
    readonly position: string,
    readonly index: LibraryIndex,
    readonly seen: Uint8Array,
    readonly withoutAnalysis: ReadonlySet<number>,
    readonly decisions: readonly DuplicateDecision[],
  ) {}

  /** The same library at another position: what was derived of it holds there too. */
  movedTo(position: string): LibraryView {
    const moved = new LibraryView(position, this.index, this.seen, this.withoutAnalysis, this.decisions);
    moved.heldDocuments = this.heldDocuments;
    moved.groups = this.groups;
    return moved;
  }

  /** @returns the document of a project, if the library has it at the position */
  find(id: string): number | undefined {
    return this.index.find(id, (document) => this.seen[document] === 1);
  }

  /** Other members of the duplicate groups by head. A record that has expired by `today` (YYYY-MM-DD) stands for nobody. */
  duplicatesByHead(today: string): ReadonlyMap<number, readonly number[]> {
    return this.groupsOn(today).byHead;
  }

  /** The same from either side. */
  groupsOn(today: string): DuplicateGroups {
    if (this.groups?.today !== today) this.groups = { today, ...fromEitherSide(this.groupsOf(today)) };
    return this.groups;
  }

  /** Projects that may say what a sealed one says, and wait for a decision. */
  get held(): ReadonlySet<number> {
    const members = (): readonly GroupMember[] => this.connected().map(({ member }) => member);
    this.heldDocuments ??= this.documentsOf(heldMembers(members(), this.decisions));
    return this.heldDocuments;
  }

  private groupsOf(today: string): ReadonlyMap<number, readonly number[]> {
    const live = this.connected().filter(({ lastDay }) => lastDay === undefined || lastDay >= today);
    const groups = groupMembers(
      live.map(({ member }) => member),
      this.decisions,
    );
    return new Map(
      groups.flatMap(({ headId, memberIds }) => {
        const head = this.find(headId);
        const others = memberIds.filter((id) => id !== headId);
        return head === undefined ? [] : [[head, [...this.documentsOf(others)]] as const];
      }),
    );
  }

  /** What may be in a group: projects that numbers or a declared group link, and those that decisions name. */
  private connected(): readonly { readonly member: GroupMember; readonly lastDay: string | undefined }[] {
    const ids = new Set([...this.index.linked, ...this.decisions.flatMap(({ projectIds }) => projectIds)]);
    const { projects } = this.index;
    return [...ids].flatMap((id) => {
      const document = this.find(id);
      if (document === undefined) return [];
      return [{ member: projects.groupMember(document, id), lastDay: projects.lastDay(document) }];
    });
  }

  private documentsOf(ids: Iterable<string>): ReadonlySet<number> {
    return new Set([...ids].flatMap((id) => this.find(id) ?? []));
  }
}

function fromEitherSide(byHead: DuplicateGroups['byHead']): DuplicateGroups {
  const headOf = new Map([...byHead].flatMap(([head, others]) => others.map((other) => [other, head] as const)));
  return { byHead, headOf, notHeads: new Set(headOf.keys()) };
}
