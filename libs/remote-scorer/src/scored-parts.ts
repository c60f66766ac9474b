import { DomainError } from '@throughtrain/domain';
import { mergeScored, type ListLimits, type ScoredLibrary } from '@throughtrain/matching';
import type { Answer, Shards } from './wire';

/** What matchers have scored of one library, each part once. */
export class ScoredParts {
  private readonly numbers = new Set<number>();
  private readonly lists: ScoredLibrary[] = [];
  private count: number | undefined;
  private isDisputed = false;

  /** Undefined before the first answer. */
  get known(): Shards | undefined {
    return this.count === undefined ? undefined : { count: this.count, numbers: [...this.numbers] };
  }

  get areAll(): boolean {
    return this.numbers.size === this.count;
  }

  /** An answer about another split, or about parts that are known, is left out: what it says of projects can not be told from what is known. */
  add({ shards: { count, numbers }, ...lists }: Answer<'score'>): void {
    this.count ??= count;
    if (count !== this.count || numbers.some((number) => this.numbers.has(number))) {
      this.isDisputed = true;
      return;
    }
    if (numbers.length === 0) return;
    for (const number of numbers) this.numbers.add(number);
    this.lists.push({ ...lists, exclusions: [] });
  }

  /** @throws DomainError unavailable `scorer.parts-differ`, `scorer.part-missing` when not all parts are known */
  merge(limits: ListLimits): ScoredLibrary {
    if (this.areAll) return mergeScored(this.lists, limits);
    if (this.isDisputed) throw new DomainError('unavailable', 'scorer.parts-differ');
    const missing = Array.from({ length: this.count ?? 0 }, (_, number) => number).filter(
      (number) => !this.numbers.has(number),
    );
    throw new DomainError('unavailable', 'scorer.part-missing', { missing, shards: this.count ?? 0 });
  }
}
