import { BestList } from './best-list';

/** Kept at most for each that is wanted before those that have no chance any more are thrown out. */
const mostKept = 4;
const anyOrder = (): boolean => false;

/** Documents that may be among the best by a number of which only bounds are known. */
export class SumCandidates {
  private readonly documents: number[] = [];
  private readonly most: number[] = [];
  private readonly surest: BestList;
  private raised = 0;

  /** @param size how many are wanted */
  constructor(private readonly size: number) {
    this.surest = new BestList(size, anyOrder);
  }

  /** A document of which the number is below it at most can not be among the best. */
  get least(): number {
    return Math.max(this.raised, this.surest.least);
  }

  /** What a number of documents are at least for sure, 0 where there are fewer. */
  sureOf(documents: number): number {
    return this.surest.scoreAt(documents);
  }

  /** Says that documents below it have no chance, whatever is known here. */
  raise(least: number): void {
    this.raised = Math.max(this.raised, least);
  }

  /** @param least a document that is not above 0 for sure has 0 */
  offer(document: number, least: number, most: number): void {
    if (most < this.least || most <= 0) return;
    this.surest.offer(document, least);
    this.documents.push(document);
    this.most.push(most);
    if (this.documents.length > mostKept * this.size) this.throwOut();
  }

  /** @returns every document that may be among the best, in the order in which they came */
  found(): readonly number[] {
    this.throwOut();
    return this.documents;
  }

  private throwOut(): void {
    let kept = 0;
    for (let at = 0; at < this.documents.length; at += 1) {
      if (this.most[at]! < this.least) continue;
      this.documents[kept] = this.documents[at]!;
      this.most[kept] = this.most[at]!;
      kept += 1;
    }
    this.documents.length = kept;
    this.most.length = kept;
  }
}
