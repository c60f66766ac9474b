import fc from 'fast-check';
import { inverseDocumentFrequency, type CorpusStatistics } from './corpus-statistics';
import { mixStatistics } from './mix-statistics';

type Given = Partial<Omit<CorpusStatistics, 'documentCounts'>> & { readonly counts?: Readonly<Record<string, number>> };

function statistics(
  documents: number,
  lengths: readonly [number, number, number],
  given: Given = {},
): CorpusStatistics {
  const kind = { documents, averageLengths: lengths };
  return {
    version: given.version ?? 't',
    analyserVersion: given.analyserVersion ?? 'words-1',
    kinds: given.kinds ?? { w: kind, b: kind, s: kind },
    documentCounts: new Map(Object.entries(given.counts ?? {})),
  };
}

describe('mixStatistics', () => {
  const own = statistics(10, [4, 2, 0], { version: '10 projects', counts: { w电池: 5, w隔膜: 1 } });
  const general = statistics(1000, [10, 10, 100], { version: '1', counts: { w电池: 100, w温度: 40 } });

  it('averages counts that are scaled to the general corpus; what one side does not know counts 0 there', () => {
    const { documentCounts, kinds, version } = mixStatistics(own, general);
    // 电池: (5 × 100 + 100) / 2; 隔膜: (1 × 100 + 0) / 2; 温度: (0 + 40) / 2.
    expect(Object.fromEntries(documentCounts)).toEqual({ w电池: 300, w隔膜: 50, w温度: 20 });
    expect(kinds.w).toEqual({ documents: 1000, averageLengths: [7, 6, 50] });
    expect(version).toBe('1+10 projects');
  });

  it('takes a kind that one side does not have from the other', () => {
    const none = { documents: 0, averageLengths: [0, 0, 0] } as const;
    const chinese = { ...own, kinds: { ...own.kinds, s: none } };
    const english = statistics(1000, [5, 5, 50], { counts: { sbatteri: 30 } });
    expect(mixStatistics(chinese, english).documentCounts.get('sbatteri')).toBe(30);
    expect(mixStatistics(chinese, english).kinds.s).toEqual(english.kinds.s);
    const back = mixStatistics(statistics(10, [1, 1, 1], { counts: { sbatteri: 4 } }), {
      ...general,
      kinds: { ...general.kinds, s: none },
    });
    expect([back.documentCounts.get('sbatteri'), back.kinds.s.documents]).toEqual([4, 10]);
  });

  it('refuses counts of another analyser', () => {
    expect(() => mixStatistics(statistics(1, [1, 1, 1], { analyserVersion: 'words-0' }), general)).toThrow(RangeError);
  });

  it('keeps every idf positive, however few the own documents, and falling as either count rises', () => {
    const count = (most: number) => fc.integer({ min: 0, max: most });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), count(49), count(999), (documents, ownCount, generalCount) => {
        const idf = (ownPart: number, generalPart: number) =>
          inverseDocumentFrequency(
            mixStatistics(
              statistics(documents, [1, 1, 1], { counts: { w电池: Math.min(ownPart, documents) } }),
              statistics(1000, [1, 1, 1], { counts: { w电池: generalPart } }),
            ),
            'w电池',
          );
        expect(idf(ownCount, generalCount)).toBeGreaterThan(0);
        expect(idf(ownCount + 1, generalCount)).toBeLessThanOrEqual(idf(ownCount, generalCount));
        expect(idf(ownCount, generalCount + 1)).toBeLessThan(idf(ownCount, generalCount));
      }),
    );
  });
});
