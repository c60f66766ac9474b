import type { Measure } from '../../tools/evaluate/measures/measured-part';

type Figures = Readonly<Partial<Record<Measure, number>>>;

/** What is reached on one set; a change needs the paired comparison that `npm run evaluate` prints in the commit message. */
export interface Pin {
  /** With the hash of the table, for which the figures hold. */
  readonly encoder: string;
  readonly figures: Readonly<Partial<Record<'words' | 'meaning' | 'hybrid', Figures>>>;
}

const encoder = 'table:zh-en-2:788032f29b3e';

export const pins: { readonly sample: Pin; readonly papers: Readonly<Record<string, Pin>> } = {
  sample: {
    encoder,
    figures: {
      words: { 'nDCG@10': 0.8246, Spearman: 0.4178, AUC: 0.9294 },
      hybrid: { 'nDCG@10': 0.8367, 'nDCG@10, 2^g-1': 0.8452, Spearman: 0.4451, AUC: 0.9466 },
    },
  },
  papers: {
    'zh title → abstract': { encoder, figures: { words: { 'nDCG@10': 0.9814 }, hybrid: { 'nDCG@10': 0.9847 } } },
    'zh keywords → abstract': { encoder, figures: { words: { 'nDCG@10': 0.9946 }, hybrid: { 'nDCG@10': 0.9957 } } },
    'one zh keyword → abstract': { encoder, figures: { words: { 'nDCG@10': 0.8859 }, hybrid: { 'nDCG@10': 0.8889 } } },
    'zh → en, whole': { encoder, figures: { words: { 'nDCG@10': 0.6417 }, hybrid: { 'nDCG@10': 0.9866 } } },
    'zh → en, title only': {
      encoder,
      figures: { words: { 'nDCG@10': 0.1802 }, meaning: { 'nDCG@10': 0.9263 }, hybrid: { 'nDCG@10': 0.9524 } },
    },
    'en → zh, title only': {
      encoder,
      figures: { words: { 'nDCG@10': 0.1864 }, meaning: { 'nDCG@10': 0.9259 }, hybrid: { 'nDCG@10': 0.9597 } },
    },
    'same class of CLC': { encoder, figures: { words: { 'P@10': 0.5068 }, hybrid: { 'P@10': 0.5597 } } },
    'same class of CLC, titles only': {
      encoder,
      figures: { words: { 'P@10': 0.3775 }, meaning: { 'P@10': 0.522 }, hybrid: { 'P@10': 0.5141 } },
    },
  },
};
