/** Bands of relevance, from the lowest. */
export const bandNames = ['shown', 'related', 'close'] as const;
export type BandName = (typeof bandNames)[number];

/** How many of some judged pairs have the grade that their band asks for. */
export interface ObservedShare {
  readonly pairs: number;
  readonly met: number;
  /** met / pairs with its interval of 95 %, in [0, 1]. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export interface JudgedBand {
  /** Relevance at which it begins. */
  readonly from: number;
  /** Least grade that counts as met. */
  readonly grade: number;
  /** Share of judged pairs at or above `from` that was asked for. */
  readonly target: number;
  /** Of all judged pairs from its beginning on, those of higher bands as well. */
  readonly above: ObservedShare;
  /** Of those below the next band. */
  readonly within: ObservedShare;
  /** Share of all pairs from its beginning on, judged or not, that somebody judged, in [0, 1]. */
  readonly judgedShare: number;
}

/** Bands that `npm run evaluate:bands` has set from judgements, with what holds of them and of what. */
export interface JudgedBands {
  readonly version: number;
  /** What the relevances came from; of others nothing is known. */
  readonly relevanceVersion: string;
  readonly analyserVersion: string;
  readonly encoderVersion: string;
  readonly statisticsVersion: string;
  readonly data: {
    /** SHA-256 by name. */
    readonly files: Readonly<Record<string, string>>;
    readonly unit: string;
    readonly topics: number;
    readonly pairs: number;
  };
  readonly bands: Readonly<Record<BandName, JudgedBand>>;
}
