import {
  seiThroughCrosswalk,
  subDomainsOf,
  wordsOfDomains,
  wordsOfSubDomains,
  type CodeWords,
} from '@throughtrain/domain';
import { textWeights, type Analysis, type TableVectors } from '@throughtrain/text';
import { CodeProfiles } from './code-profiles';
import { NearestWords } from './nearest-words';

/** Changes whenever the same text would get other suggestions by the same table. */
const rulesVersion = 'codes-1';

/** The lists that codes are suggested from: SEI 2018, level 2, and HTE 2016, level 3. */
export const suggestedLists = ['sei', 'hte'] as const;
export type SuggestedList = (typeof suggestedLists)[number];

/** A code that a text seems to belong to. */
export interface SuggestedCode {
  readonly list: SuggestedList;
  readonly code: string;
  /** In (0, 1], in hundredths: how much of what speaks for any code of the list speaks for this one. */
  readonly score: number;
}

/** How they were chosen and what they reach stands in `docs/matching-quality.md`. */
const settings = {
  domain: { words: 7, subDomain: 4, meaning: 4 },
  subDomain: { words: 11, domain: 3 },
  /** What a sub-domain that lies in a domain in part says of it, beside one that lies in it as a whole. */
  partShare: 0.4,
  /** Nothing is suggested of a list whose first code does not reach it. */
  leastFirst: 0.4,
  /** Of those after the first. */
  leastOther: 0.1,
  /** Most codes of a list. */
  limit: 3,
} as const;

/** A code of the other list, by its place there, and how much it says. */
type Neighbour = readonly [place: number, share: number];

/** Suggests domain codes for texts by the words of the codes and their meaning. It learns nothing from records, so that none of them changes what others get. */
export class CodeClassifier {
  private readonly domains = new CodeProfiles(wordsOfDomains);
  private readonly subDomains = new CodeProfiles(wordsOfSubDomains);
  private readonly meanings: NearestWords;
  private readonly vectors: TableVectors;
  /** Changes whenever the same text would get other suggestions. */
  readonly version: string;

  /** @param table the shipped one, whatever encoder is in force, so that suggestions do not change with it */
  constructor({ version, vectors }: { readonly version: string; readonly vectors: TableVectors }) {
    this.version = `${rulesVersion}:${version}`;
    this.vectors = vectors;
    this.meanings = new NearestWords(wordsOfDomains, vectors);
  }

  /** @returns SEI codes, then HTE codes; of each list at most three, the best first, and none when nothing is clear */
  suggest(analysis: Analysis): readonly SuggestedCode[] {
    const { sei, hte } = this.scores(analysis);
    return [...clearOnes(sei), ...clearOnes(hte)];
  }

  /**
   * A domain is spoken for by words of its own, words of its best sub-domain and meaning; a sub-domain by its words and by the best domain that it lies in.
   * The score is exp(weighted sum) over the sum of these for the list (softmax).
   * @returns all codes of each list, the best first; equal scores keep the order of the list
   */
  scores(analysis: Analysis): Readonly<Record<SuggestedList, readonly SuggestedCode[]>> {
    const agreements = this.subDomains.agreement(analysis);
    const domains = this.scoreDomains(analysis, agreements);
    return {
      sei: ordered('sei', wordsOfDomains, domains),
      hte: ordered('hte', wordsOfSubDomains, scoreSubDomains(agreements, domains)),
    };
  }

  private scoreDomains(analysis: Analysis, ofSubDomains: Float64Array): Float64Array {
    const { words, subDomain, meaning } = settings.domain;
    const vector = this.vectors.vectorOf(textWeights(analysis));
    const cosines = vector && this.meanings.cosines(vector);
    const sums = this.domains.agreement(analysis).map((agreement, place) => {
      const below = best(subDomainsAt[place], ofSubDomains);
      return words * agreement + subDomain * below + meaning * (cosines?.[place] ?? 0);
    });
    return softmax(sums);
  }
}

function scoreSubDomains(agreements: Float64Array, domains: Float64Array): Float64Array {
  const { words, domain } = settings.subDomain;
  return softmax(agreements.map((agreement, place) => words * agreement + domain * best(domainsAt[place], domains)));
}

/** By place of a domain the sub-domains within it. */
const subDomainsAt: readonly (readonly Neighbour[])[] = wordsOfDomains.map(({ code }) =>
  subDomainsOf(code).map(({ hteCode, strength }) => [
    wordsOfSubDomains.findIndex((one) => one.code === hteCode),
    strength === 'core' ? 1 : settings.partShare,
  ]),
);

/** By place of a sub-domain the domains that it lies in. */
const domainsAt: readonly (readonly Neighbour[])[] = wordsOfSubDomains.map(({ code }) => {
  const places = (codes: readonly string[], share: number): Neighbour[] =>
    codes.map((sei) => [wordsOfDomains.findIndex((one) => one.code === sei), share]);
  return [
    ...places(seiThroughCrosswalk([code], 'core'), 1),
    ...places(seiThroughCrosswalk([code], 'part'), settings.partShare),
  ];
});

function best(neighbours: readonly Neighbour[] = [], values: Float64Array): number {
  return neighbours.reduce((most, [place, share]) => Math.max(most, share * (values[place] ?? 0)), 0);
}

function softmax(sums: Float64Array): Float64Array {
  const most = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - most));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / all);
}

function ordered(list: SuggestedList, codes: readonly CodeWords[], scores: Float64Array): readonly SuggestedCode[] {
  return codes
    .map(({ code }, place) => ({ list, code, score: scores[place] ?? 0 }))
    .sort((a, b) => b.score - a.score)
    .map((one) => ({ ...one, score: Math.round(one.score * 100) / 100 }));
}

function clearOnes(scores: readonly SuggestedCode[]): readonly SuggestedCode[] {
  const [first] = scores;
  if (first === undefined || first.score < settings.leastFirst) return [];
  return scores.slice(0, settings.limit).filter(({ score }) => score >= settings.leastOther);
}
