import type { CodeWords } from '@throughtrain/domain';
import { analyse, kindOf, type Analysis, type Term } from '@throughtrain/text';

/** Weights of terms by kind: pairs of characters say again what words say, less surely. */
const kindWeights = { w: 1, s: 1, b: 0.5 } as const;
/** Weights of an occurrence in title, keywords and body, as in vectors of texts. */
const fieldWeights = [4, 3, 1] as const;

/** Square of the weights of words that every text is taken to have besides, and that speak for no code: a title alone says little. */
const unsaid = 8;

/** How many words a text shares with each code of one list. */
export class CodeProfiles {
  /** By term the places of the codes that have it among their words, and how much of a word it is there. */
  private readonly sharesByTerm = new Map<Term, Map<number, number>>();
  private readonly rarities: ReadonlyMap<Term, number>;

  constructor(private readonly codes: readonly CodeWords[]) {
    codes.forEach(({ words }, place) => {
      for (const word of words) this.file(place, analyse({ title: '', keywords: '', body: word }));
    });
    this.rarities = new Map([...this.sharesByTerm].map(([term, shares]) => [term, this.rarityOf(shares)]));
  }

  /**
   * Sum of weight × share × rarity over the text's terms that a code has, over the root of the sum of all squared weights and 8. A weight is
   * kind × ln(1 + 4 title + 3 keywords + body), a share 1 over the terms of the word that a term is of, a rarity ln² ((n + 1) / shares of all codes) / ln² (n + 1)
   * for n codes.
   * @returns a value ≥ 0 by place of the code; 0 when they share nothing
   */
  agreement({ terms }: Analysis): Float64Array {
    const sums = new Float64Array(this.codes.length);
    let square = unsaid;
    for (const [term, counts] of terms) {
      const occurrences = counts.reduce((sum, count, field) => sum + count * (fieldWeights[field] ?? 0), 0);
      const weight = kindWeights[kindOf(term)] * Math.log(1 + occurrences);
      square += weight * weight;
      const told = weight * (this.rarities.get(term) ?? 0);
      for (const [place, share] of this.sharesByTerm.get(term) ?? []) sums[place] = (sums[place] ?? 0) + told * share;
    }
    return sums.map((sum) => sum / Math.sqrt(square));
  }

  /** The terms of a word share it: 碳化硅 is half of 碳化硅陶瓷. Pairs of characters are counted apart. */
  private file(place: number, { terms }: Analysis): void {
    const pairs = terms.filter(([term]) => kindOf(term) === 'b').length;
    for (const [term] of terms) {
      const share = 1 / (kindOf(term) === 'b' ? pairs : terms.length - pairs);
      const shares = this.sharesByTerm.get(term) ?? new Map<number, number>();
      this.sharesByTerm.set(term, shares.set(place, Math.max(share, shares.get(place) ?? 0)));
    }
  }

  /** @returns a value in [0, 1]: 1 for a word of one code, 0 for one that all have; squared, since it counts for the text and for the code */
  private rarityOf(shares: ReadonlyMap<number, number>): number {
    const held = [...shares.values()].reduce((sum, share) => sum + share, 0);
    const all = this.codes.length + 1;
    return (Math.log(all / Math.max(1, held)) / Math.log(all)) ** 2;
  }
}
