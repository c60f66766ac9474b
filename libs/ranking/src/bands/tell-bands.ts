import type { WeightProfile } from '../profile/weight-profile';
import { bandNames, type BandName, type JudgedBand, type JudgedBands } from './judged-bands';

interface Wording {
  readonly zh: string;
  readonly en: string;
}

/** What a band says to a reader. */
export interface BandMeaning extends Wording {
  readonly band: BandName;
  /** Relevance at which it begins. */
  readonly from: number;
  /** What was observed of judged pairs; absent where nobody judged what made these relevances, or somebody has set the bands by hand. */
  readonly note?: Wording;
}

export const bandWords: Readonly<Record<BandName, Wording>> = {
  shown: { zh: '有一定关联', en: 'of some relation' },
  related: { zh: '相关', en: 'related' },
  close: { zh: '高度相关', en: 'closely related' },
};

const noChance = {
  zh: '档位只说明两段文字有多接近，不代表合作成功的可能性。',
  en: 'A band says how near two texts are, not how likely a cooperation is.',
};

/**
 * The bands of a run in words, the highest first.
 * @param judged what the profile has of its bands, if they were set from judgements
 * @param run what made its relevances: judgements of others say nothing of them
 */
export function tellBands(
  { values }: WeightProfile,
  judged: JudgedBands | undefined,
  run: { readonly relevanceVersion: string; readonly encoderVersion?: string | undefined },
): BandMeaning[] {
  const isOfRun = judged?.relevanceVersion === run.relevanceVersion && judged.encoderVersion === run.encoderVersion;
  return bandNames.toReversed().map((band) => {
    const note = isOfRun ? noteOf(judged.bands[band]) : undefined;
    return { band, from: values[`band.${band}`], ...bandWords[band], ...(note && { note }) };
  });
}

function noteOf({ within, grade }: JudgedBand): Wording | undefined {
  const { pairs } = within;
  if (pairs === 0) return undefined;
  const [share, low, high] = [within.share, within.low, within.high].map((part) => Math.round(100 * part));
  const met =
    grade > 1
      ? { zh: '问题或技术路线对口', en: 'had the right problem or route' }
      : { zh: '有关联', en: 'had something to do with one another' };
  return {
    zh: `经人工评判、落在此档的${pairs}对需求与项目中，每100对有${share}对${met.zh}（95%区间${low}—${high}）。${noChance.zh}`,
    en: `Of 100 judged pairs of a demand and a project in this band, ${share} ${met.en} (95 %: ${low} to ${high}; ${pairs} pairs). ${noChance.en}`,
  };
}
