import fc from 'fast-check';
import { TopList } from './top-list';

describe('TopList', () => {
  it('equals sorting all and cutting', () => {
    const offers = fc.uniqueArray(
      fc.record({ projectId: fc.stringMatching(/^[a-z]{1,3}$/), score: fc.constantFrom(0, 0.1, 0.2, 0.2, 0.3, 1.7) }),
      { selector: ({ projectId }) => projectId, maxLength: 40 },
    );
    fc.assert(
      fc.property(offers, fc.nat(12), (list, size) => {
        const top = new TopList(size);
        for (const { projectId, score } of list) top.offer(projectId, score);
        const expected = list
          .filter(({ score }) => score > 0)
          .sort((a, b) => b.score - a.score || (a.projectId < b.projectId ? -1 : 1))
          .slice(0, size);
        expect(top.list).toEqual(expected);
      }),
    );
  });

  it('takes no score of 0 for an answer', () => {
    const top = new TopList(3);
    top.offer('a', 0);
    top.offer('b', -1);
    expect(top.list).toEqual([]);
  });
});
