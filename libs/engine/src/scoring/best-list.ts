/** Whether one document comes before another where scores are equal. */
export type ComesBefore = (document: number, other: number) => boolean;

/** The best of what is offered, best first; scores of 0 are no answers. */
export class BestList {
  /** Best first. */
  readonly scores: number[] = [];
  readonly documents: number[] = [];

  /** @param size most that are kept */
  constructor(
    readonly size: number,
    private readonly comesBefore: ComesBefore,
  ) {}

  get length(): number {
    return this.scores.length;
  }

  /** What is below it can not be among the best. */
  get least(): number {
    return this.scoreAt(this.size);
  }

  /** The score at a place from 1 on, 0 where there are fewer. */
  scoreAt(place: number): number {
    return place > this.scores.length ? 0 : (this.scores[place - 1] ?? Infinity);
  }

  offer(document: number, score: number): void {
    if (score <= 0) return;
    const isFull = this.scores.length === this.size;
    if (isFull && !this.isBefore(document, score, this.size - 1)) return;
    let place = isFull ? this.size - 1 : this.scores.length;
    while (place > 0 && this.isBefore(document, score, place - 1)) {
      this.scores[place] = this.scores[place - 1]!;
      this.documents[place] = this.documents[place - 1]!;
      place -= 1;
    }
    this.scores[place] = score;
    this.documents[place] = document;
  }

  private isBefore(document: number, score: number, at: number): boolean {
    const other = this.scores[at] ?? -Infinity;
    return score > other || (score === other && this.comesBefore(document, this.documents[at] ?? 0));
  }
}
