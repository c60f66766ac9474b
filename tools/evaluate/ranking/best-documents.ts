/** A project in a ranked list. */
export interface RankedProject {
  readonly projectId: string;
  readonly score: number;
}

/** The order of trec_eval: by score from the highest, equal scores by id from the last, as bytes compare. */
export function inRunOrder(a: RankedProject, b: RankedProject): number {
  return b.score - a.score || Buffer.compare(Buffer.from(b.projectId), Buffer.from(a.projectId));
}

/** The best of what is offered; memory for twice as many as are kept. */
export class BestDocuments {
  private items: RankedProject[] = [];
  /** Nothing below it can be among the best. */
  private least = -Infinity;

  /** @param depth most that are kept, from 1 */
  constructor(private readonly depth: number) {}

  offer(projectId: string, score: number): void {
    if (score < this.least) return;
    this.items.push({ projectId, score });
    if (this.items.length >= 2 * this.depth) this.cut();
  }

  /** Best first. */
  list(): readonly RankedProject[] {
    this.cut();
    return this.items;
  }

  private cut(): void {
    this.items = this.items.sort(inRunOrder).slice(0, this.depth);
    if (this.items.length === this.depth) this.least = this.items.at(-1)?.score ?? this.least;
  }
}
