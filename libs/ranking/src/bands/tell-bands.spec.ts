import { weightProfile1 } from '../profile/weight-profile';
import type { JudgedBands, ObservedShare } from './judged-bands';
import { tellBands } from './tell-bands';

const share = (pairs: number, met: number, low: number, high: number): ObservedShare => ({
  pairs,
  met,
  share: met / Math.max(1, pairs),
  low,
  high,
});
const band = (from: number, grade: number, within: ObservedShare) => ({
  ...{ from, grade, target: 0.5, above: within, within, judgedShare: 1 },
});
const judged: JudgedBands = {
  version: 1,
  relevanceVersion: 'hybrid-2',
  analyserVersion: 'words-2',
  encoderVersion: 'table',
  statisticsVersion: '2+9 projects',
  data: { files: {}, unit: 'demand', topics: 9, pairs: 900 },
  bands: {
    shown: band(0.2, 1, share(0, 0, 0, 1)),
    related: band(0.3, 1, share(326, 82, 0.207, 0.301)),
    close: band(0.5, 2, share(243, 186, 0.708, 0.814)),
  },
};
const run = { relevanceVersion: 'hybrid-2', encoderVersion: 'table' };

describe('tellBands', () => {
  it('tells words and where they begin, the highest first', () => {
    expect(tellBands(weightProfile1, undefined, run)).toEqual([
      { band: 'close', from: 0.5, zh: '高度相关', en: 'closely related' },
      { band: 'related', from: 0.3, zh: '相关', en: 'related' },
      { band: 'shown', from: 0.2, zh: '有一定关联', en: 'of some relation' },
    ]);
  });

  it('says of how many of 100 judged pairs it held, and that this is no chance of success', () => {
    const [close, related] = tellBands(weightProfile1, judged, run);
    // 186 of 243 are .765, 82 of 326 are .252.
    expect(close?.note).toEqual({
      zh: '经人工评判、落在此档的243对需求与项目中，每100对有77对问题或技术路线对口（95%区间71—81）。档位只说明两段文字有多接近，不代表合作成功的可能性。',
      en: 'Of 100 judged pairs of a demand and a project in this band, 77 had the right problem or route (95 %: 71 to 81; 243 pairs). A band says how near two texts are, not how likely a cooperation is.',
    });
    expect(related?.note?.zh).toContain('每100对有25对有关联（95%区间21—30）');
  });

  it('says nothing of a band in which nobody judged a pair', () => {
    expect(tellBands(weightProfile1, judged, run).at(-1)).not.toHaveProperty('note');
  });

  it.each([
    ['another relevance', { ...run, relevanceVersion: 'hybrid-1' }],
    ['another encoder', { ...run, encoderVersion: 'model' }],
    ['no encoder', { relevanceVersion: 'hybrid-2' }],
  ])('says nothing of relevances of %s', (_, other) => {
    expect(tellBands(weightProfile1, judged, other).every(({ note }) => note === undefined)).toBe(true);
  });
});
