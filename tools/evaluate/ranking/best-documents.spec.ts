import fc from 'fast-check';
import { BestDocuments, inRunOrder } from './best-documents';

describe('BestDocuments', () => {
  it('orders equal scores by the last id first, as trec_eval does', () => {
    const best = new BestDocuments(3);
    for (const [id, score] of [
      ['P2', 0.5],
      ['P10', 0.5],
      ['P1', 0.9],
      ['P3', 0.1],
    ] as const)
      best.offer(id, score);
    expect(best.list().map(({ projectId }) => projectId)).toEqual(['P1', 'P2', 'P10']);
  });

  it('compares ids by their bytes', () => {
    // U+FF21 is EF BC A1 in UTF-8, U+20000 is F0 A0 80 80: later, though its first UTF-16 unit D840 is the smaller.
    expect(inRunOrder({ projectId: 'Ａ', score: 1 }, { projectId: '𠀀', score: 1 })).toBeGreaterThan(0);
  });

  it('keeps what sorting everything would keep', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 });
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 8 }), (list, depth) => {
        const best = new BestDocuments(depth);
        const all = list.map((score, at) => ({ projectId: `p${at}`, score }));
        for (const { projectId, score } of all) best.offer(projectId, score);
        expect(best.list()).toEqual(all.sort(inRunOrder).slice(0, depth));
      }),
    );
  });
});
