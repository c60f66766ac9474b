import { analyse } from '../analyse';
import { textWeights } from './text-weights';

describe('textWeights', () => {
  it('counts an occurrence in the title four times, in the keywords three times, in the body once', () => {
    const analysis = analyse({
      title: 'battery',
      keywords: 'anode；battery',
      body: 'Batteries with an anode and a cathode',
    });
    // batteri: 4 + 3 + 1; anode (anod): 3 + 1; cathode (cathod): 1.
    expect(textWeights(analysis)).toEqual([
      ['sanod', 4],
      ['sbatteri', 8],
      ['scathod', 1],
    ]);
  });

  it('leaves pairs of characters out', () => {
    expect(textWeights(analyse({ title: '温度', keywords: '', body: '' }))).toEqual([['w温度', 4]]);
  });
});
