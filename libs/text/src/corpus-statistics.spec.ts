import fc from 'fast-check';
import { analyse } from './analyse';
import {
  countCorpus,
  formatCorpusStatistics,
  inverseDocumentFrequency,
  parseCorpusStatistics,
  type CorpusStatistics,
} from './corpus-statistics';

const naming = { version: 't', analyserVersion: 'words-2', leastCount: 1 };
const document = (title: string, body = '') => analyse({ title, keywords: '', body });

const characters: string = '锂电池温度 ab';
const text = fc.string({ unit: fc.constantFrom(...characters), maxLength: 20 });
const corpora = fc.array(
  fc.record({ title: text, keywords: text, body: text }).map((given) => analyse(given)),
  { maxLength: 8 },
);

describe('countCorpus', () => {
  it('counts documents, not occurrences, and averages over the documents that hold the kind', () => {
    const statistics = countCorpus([document('电池 电池', '温度'), document('电池'), document('battery cell')], naming);
    expect(statistics.documentCounts.get('w电池')).toBe(2);
    expect(statistics.documentCounts.get('w温度')).toBe(1);
    // Words: titles hold 2 and 1 in the two documents with words, bodies 1 and 0.
    expect(statistics.kinds.w).toEqual({ documents: 2, averageLengths: [1.5, 0, 0.5] });
    expect(statistics.kinds.s).toEqual({ documents: 1, averageLengths: [2, 0, 0] });
  });

  it('leaves rare terms out, which then count as unseen', () => {
    const statistics = countCorpus([document('电池'), document('电池 温度')], { ...naming, leastCount: 2 });
    expect([...statistics.documentCounts.keys()].sort()).toEqual(['b电池', 'w电池']);
    expect(statistics.kinds.w.documents).toBe(2);
  });

  it('is nothing for an empty corpus', () => {
    const statistics = countCorpus([], naming);
    expect(statistics.kinds.b).toEqual({ documents: 0, averageLengths: [0, 0, 0] });
    expect(inverseDocumentFrequency(statistics, 'w电池')).toBeCloseTo(Math.log(2), 12);
  });
});

describe('inverseDocumentFrequency', () => {
  const statistics: CorpusStatistics = {
    version: 't',
    analyserVersion: 'words-2',
    kinds: {
      w: { documents: 10, averageLengths: [1, 1, 1] },
      b: { documents: 4, averageLengths: [1, 1, 1] },
      s: { documents: 0, averageLengths: [0, 0, 0] },
    },
    documentCounts: new Map([
      ['w电池', 2],
      ['w材料', 10],
      ['b电池', 2],
    ]),
  };

  it.each([
    ['w电池', Math.log(1 + 8.5 / 2.5), '10 documents, 2 hold it: ln 4.4 = 1.4816'],
    ['w材料', Math.log(1 + 0.5 / 10.5), 'all hold it: ln 1.0476 = .0465, still positive'],
    ['w没见过', Math.log(1 + 10.5 / 0.5), 'unseen: ln 22 = 3.0910'],
    ['b电池', Math.log(1 + 2.5 / 2.5), 'a kind has its own number of documents: ln 2'],
    ['sunseen', Math.log(2), 'no documents at all: ln 2'],
  ])('%s is %d (%s)', (term, value) => {
    expect(inverseDocumentFrequency(statistics, term)).toBeCloseTo(value, 12);
  });

  it('falls as more documents hold the term, and stays positive', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.nat(), fc.nat(), (documents, a, b) => {
        const [fewer, more] = [a % (documents + 1), b % (documents + 1)].sort((x, y) => x - y) as [number, number];
        const kinds = { ...statistics.kinds, w: { documents, averageLengths: [1, 1, 1] as const } };
        const idf = (count: number) =>
          inverseDocumentFrequency({ ...statistics, kinds, documentCounts: new Map([['wx', count]]) }, 'wx');
        expect(idf(more)).toBeGreaterThan(0);
        expect(idf(fewer)).toBeGreaterThanOrEqual(idf(more));
      }),
    );
  });
});

describe('text form of corpus statistics', () => {
  it('reads back to the same', () => {
    fc.assert(
      fc.property(corpora, (corpus) => {
        const statistics = countCorpus(corpus, naming);
        const read = parseCorpusStatistics(formatCorpusStatistics(statistics));
        expect({ ...read, documentCounts: [...read.documentCounts].sort() }).toEqual({
          ...statistics,
          documentCounts: [...statistics.documentCounts].sort(),
        });
        expect(formatCorpusStatistics(read)).toBe(formatCorpusStatistics(statistics));
      }),
    );
  });

  it('has the same bytes whatever the order of the documents', () => {
    fc.assert(
      fc.property(corpora, (corpus) => {
        const there = formatCorpusStatistics(countCorpus(corpus, naming));
        expect(formatCorpusStatistics(countCorpus([...corpus].reverse(), naming))).toBe(there);
      }),
    );
  });

  it('refuses a text without a header', () => {
    expect(() => parseCorpusStatistics('w电池\t2\n')).toThrow(SyntaxError);
    expect(() => parseCorpusStatistics('')).toThrow(SyntaxError);
  });
});
