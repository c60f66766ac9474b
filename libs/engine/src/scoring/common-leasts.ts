const unitsPerOne = 1e6;
const mostUnits = 2 ** 31 - 1;

/**
 * What the lists of a job need at least, as far as all of its workers know together. When each of n workers has found k documents at or above some score for a list, n × k documents are: with k the size
 * of the list by n, rounded up, the least of their k-th scores is a bound for all of them at any time, and nearly twice as strict for two as the last score of each alone.
 */
export class CommonLeasts {
  /**
   * @param told by worker and list, shared by all workers, of zeros at first: millionths
   * @param worker which of them this is
   */
  constructor(
    private readonly told: Int32Array,
    private readonly lists: number,
    private readonly worker: number,
  ) {}

  /** @returns the k of a list */
  share(size: number): number {
    return Math.ceil(size / (this.told.length / this.lists));
  }

  /** Tells the k-th score that was found for a list, 0 where there are fewer. @returns what the list needs at least */
  exchange(list: number, score: number): number {
    Atomics.store(this.told, this.worker * this.lists + list, Math.min(Math.floor(score * unitsPerOne), mostUnits));
    let least = mostUnits;
    for (let at = list; at < this.told.length; at += this.lists) least = Math.min(least, Atomics.load(this.told, at));
    return least / unitsPerOne;
  }
}
