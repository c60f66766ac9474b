import { groupDuplicates, heldWithSealed, type DuplicateDecision, type Project } from '@throughtrain/domain';
import type { LibraryProject } from '@throughtrain/matching';
import { fieldLengths, type Analysis, type Term } from '@throughtrain/text';
import { fieldCount, type ScoredText } from './scored-text';

const mostCounted = 0xffff;

/** A project as the scorer holds it: a few kilobytes rather than the objects of an analysis. */
export interface LibraryDocument extends ScoredText {
  readonly project: Project;
}

/** The whole library at one position; never changed once made. */
export class LibraryState {
  private heldIds: ReadonlySet<string> | undefined;
  private groups: { readonly today: string; readonly byHead: ReadonlyMap<string, readonly string[]> } | undefined;

  private constructor(
    readonly position: string,
    /** By project id, in id order. */
    readonly documents: ReadonlyMap<string, LibraryDocument>,
    /** Active projects whose current revision was not analysed by the version asked for; what is withdrawn or sealed needs no analysis. */
    readonly withoutAnalysis: ReadonlySet<string>,
    private readonly sharedTerms: Map<Term, Term>,
    private readonly decisions: readonly DuplicateDecision[],
  ) {}

  static empty(): LibraryState {
    return new LibraryState('', new Map(), new Set(), new Map(), []);
  }

  /**
   * @param decisions about duplicates, all that are in force at the position
   * @returns a new state with the changes applied; all states of one line share the strings of their terms
   */
  async with(
    position: string,
    changes: AsyncIterable<readonly LibraryProject[]>,
    decisions: readonly DuplicateDecision[] = [],
  ): Promise<LibraryState> {
    const documents = new Map(this.documents);
    const withoutAnalysis = new Set(this.withoutAnalysis);
    for await (const batch of changes) {
      for (const { project, analysis, vector } of batch) {
        if (analysis === undefined && project.status === 'active') withoutAnalysis.add(project.id);
        else withoutAnalysis.delete(project.id);
        documents.set(project.id, { project, ...this.compact(analysis ?? { terms: [] }), vector });
      }
    }
    const inOrder = new Map([...documents].sort(([a], [b]) => (a < b ? -1 : 1)));
    return new LibraryState(position, inOrder, withoutAnalysis, this.sharedTerms, decisions);
  }

  /** Other members of the duplicate groups by head. A record that has expired by `today` (YYYY-MM-DD) stands for nobody. */
  duplicatesByHead(today: string): ReadonlyMap<string, readonly string[]> {
    if (this.groups?.today !== today) this.groups = { today, byHead: this.groupsOf(today) };
    return this.groups.byHead;
  }

  /** Projects that may say what a sealed one says, and wait for a decision. */
  get held(): ReadonlySet<string> {
    this.heldIds ??= heldWithSealed(
      [...this.documents.values()].map(({ project }) => project),
      this.decisions,
    );
    return this.heldIds;
  }

  private groupsOf(today: string): ReadonlyMap<string, readonly string[]> {
    const live = [...this.documents.values()]
      .map(({ project }) => project)
      .filter(({ validUntil }) => validUntil === undefined || validUntil >= today);
    return new Map(
      groupDuplicates(live, this.decisions).map(({ headId, memberIds }) => [
        headId,
        memberIds.filter((id) => id !== headId),
      ]),
    );
  }

  private compact(analysis: Analysis): Pick<LibraryDocument, 'terms' | 'counts' | 'lengths'> {
    const counts = new Uint16Array(analysis.terms.length * fieldCount);
    const terms = analysis.terms.map(([term, occurrences], index) => {
      occurrences.forEach((count, field) => {
        counts[index * fieldCount + field] = Math.min(count, mostCounted);
      });
      return this.share(term);
    });
    return { terms, counts, lengths: fieldLengths(analysis) };
  }

  private share(term: Term): Term {
    const shared = this.sharedTerms.get(term);
    if (shared !== undefined) return shared;
    this.sharedTerms.set(term, term);
    return term;
  }
}
