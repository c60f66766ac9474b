/** Whether one document comes before another where scores are equal. */
export type ComesBefore = (document: number, other: number) => boolean;

/** The best of what is offered, best first; scores of 0 are no answers. */
export class BestList {
  readonly scores: Float64Array;
  readonly documents: Uint32Array;
  private count = 0;

  /** @param size most that are kept */
  constructor(
    readonly size: number,
    private readonly comesBefore: ComesBefore,
  ) {
    this.scores = new Float64Array(size);
    this.documents = new Uint32Array(size);
  }

  get length(): number {
    return this.count;
  }

  /** What is below it can not be among the best. */
  get least(): number {
    return this.scoreAt(this.size);
  }

  /** The score at a place from 1 on, 0 where there are fewer. */
  scoreAt(place: number): number {
    return place > this.count ? 0 : (this.scores[place - 1] ?? Infinity);
  }

  offer(document: number, score: number): void {
    if (score <= 0) return;
    if (this.count === this.size && !this.isBefore(document, score, this.size - 1)) return;
    let place = this.count < this.size ? this.count : this.size - 1;
    while (place > 0 && this.isBefore(document, score, place - 1)) {
      this.scores[place] = this.scores[place - 1] ?? 0;
      this.documents[place] = this.documents[place - 1] ?? 0;
      place -= 1;
    }
    this.scores[place] = score;
    this.documents[place] = document;
    if (this.count < this.size) this.count += 1;
  }

  private isBefore(document: number, score: number, at: number): boolean {
    const other = this.scores[at] ?? -Infinity;
    return score > other || (score === other && this.comesBefore(document, this.documents[at] ?? 0));
  }
}
