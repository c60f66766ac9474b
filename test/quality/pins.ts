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
      words: { 'nDCG@10': 0, Spearman: 0, AUC: 0 },
      hybrid: { 'nDCG@10': 0, 'nDCG@10, 2^g-1': 0, Spearman: 0, AUC: 0 },
    },
  },
  papers: {
    'zh title → abstract': { encoder, figures: { words: { 'nDCG@10': 0 }, hybrid: { 'nDCG@10': 0 } } },
    'zh keywords → abstract': { encoder, figures: { words: { 'nDCG@10': 0 }, hybrid: { 'nDCG@10': 0 } } },
    'zh → en, whole': { encoder, figures: { words: { 'nDCG@10': 0 }, hybrid: { 'nDCG@10': 0 } } },
    'zh → en, title only': {
      encoder,
      figures: { words: { 'nDCG@10': 0 }, meaning: { 'nDCG@10': 0 }, hybrid: { 'nDCG@10': 0 } },
    },
    'en → zh, title only': {
      encoder,
      figures: { words: { 'nDCG@10': 0 }, meaning: { 'nDCG@10': 0 }, hybrid: { 'nDCG@10': 0 } },
    },
    'same class of CLC': { encoder, figures: { words: { 'P@10': 0 }, hybrid: { 'P@10': 0 } } },
  },
};
