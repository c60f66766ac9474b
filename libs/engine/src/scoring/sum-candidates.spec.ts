import fc from 'fast-check';
import { SumCandidates } from './sum-candidates';

const numbers = fc.record({ value: fc.integer({ min: 0, max: 40 }), below: fc.nat(3), above: fc.nat(3) });

describe('SumCandidates', () => {
  it('keep every document that may be among the best, and no more than it takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(numbers, { maxLength: 80 }), (size, documents) => {
        const candidates = new SumCandidates(size);
        documents.forEach(({ value, below, above }, document) =>
          candidates.offer(document, Math.max(0, value - below), value + above),
        );
        const last = [...documents].sort((a, b) => b.value - a.value)[size - 1]?.value ?? 0;
        const best = documents.flatMap(({ value }, at) => (value > 0 && value >= last ? [at] : []));
        const found = new Set(candidates.found());
        expect(best.filter((document) => !found.has(document))).toEqual([]);
        for (const document of found)
          expect(documents[document]!.value + documents[document]!.above).toBeGreaterThanOrEqual(candidates.least);
      }),
    );
  });

  it('want nobody who has nothing', () => {
    const candidates = new SumCandidates(2);
    candidates.offer(7, 0, 0);
    candidates.offer(8, 0, 1);
    expect(candidates.found()).toEqual([8]);
  });
});
