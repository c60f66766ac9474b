import type { Scored } from '@throughtrain/matching';

/** The best of what is offered, best first, equal scores by id; scores of 0 are no answers. */
export class TopList {
  private readonly items: Scored[] = [];

  /** @param size most items kept */
  constructor(private readonly size: number) {}

  offer(projectId: string, score: number): void {
    if (score <= 0) return;
    const last = this.items[this.size - 1];
    if (last !== undefined && !isBefore(projectId, score, last)) return;
    let place = this.items.length;
    while (place > 0) {
      const above = this.items[place - 1];
      if (above === undefined || !isBefore(projectId, score, above)) break;
      place -= 1;
    }
    this.items.splice(place, 0, { projectId, score });
    if (this.items.length > this.size) this.items.pop();
  }

  get list(): readonly Scored[] {
    return this.items;
  }
}

function isBefore(projectId: string, score: number, other: Scored): boolean {
  return score > other.score || (score === other.score && projectId < other.projectId);
}
