import { wordsOfDomains, wordsOfSubDomains } from '@throughtrain/domain';
import { analyseRecord, TableVectors, type EmbeddingTable } from '@throughtrain/text';
import fc from 'fast-check';
import { CodeClassifier } from './code-classifier';

/** Three rows: what burns, and a word that no list of codes has beside it. */
const table: EmbeddingTable = {
  name: 'toy-1',
  analyserVersion: 'words-2',
  dimensions: 2,
  terms: ['sboiler', 'sstove', 'w冰淇淋'],
  documentCounts: Uint32Array.of(50, 50, 50),
  scales: Float32Array.of(1, 1, 1),
  rows: Int8Array.of(100, 0, 90, 10, 0, 100),
};
const classifier = new CodeClassifier({ version: 'toy', vectors: new TableVectors(table) });
const analysisOf = (title: string, summary = '', keywords: readonly string[] = []) =>
  analyseRecord({ title, keywords, summary });
const suggest = (...said: Parameters<typeof analysisOf>) =>
  classifier.suggest(analysisOf(...said)).map(({ code }) => code);

describe('CodeClassifier', () => {
  it.each([
    ['钙钛矿光伏组件的封装胶膜', ['6.3', '60101']],
    ['五轴加工中心电主轴热误差补偿', ['2.1', '80401']],
    ['Lithium-ion battery cathode for electric vehicles', ['5.2', '60302']],
    ['Antibody purification with a protein A affinity resin', ['4.1', '20106']],
    ['印染废水纳滤脱色', ['7.2', '70102']],
  ])('%s: %p among the first', (title, codes) => {
    expect(suggest(title)).toEqual(expect.arrayContaining(codes));
    expect(suggest(title)[0]).toBe(codes[0]);
  });

  it('suggests nothing when nothing is clear', () => {
    expect(suggest('关于召开年会的通知', '请各位会员准时参加')).toEqual([]);
    expect(suggest('A novel approach', 'It works well.')).toEqual([]);
    expect(suggest('')).toEqual([]);
  });

  it('scores what is said in a title above what is said in passing', () => {
    const scoreOf = (code: string, analysis: Parameters<typeof classifier.scores>[0]) =>
      classifier.scores(analysis).sei.find((one) => one.code === code)?.score ?? 0;
    const [inTitle, inPassing] = [analysisOf('风电机组变桨', '用于电网'), analysisOf('用于电网', '风电机组变桨')];
    expect(scoreOf('6.2', inTitle)).toBeGreaterThan(scoreOf('6.2', inPassing));
    expect(scoreOf('6.5', inTitle)).toBeLessThan(scoreOf('6.5', inPassing));
  });

  it('finds what is near in meaning alone', () => {
    // No code has a stove among its words; 7.1 has the boiler that lies near it.
    const [first] = classifier.scores(analysisOf('stove')).sei;
    expect(first?.code).toBe('7.1');
  });

  it('gives all codes scores that add up to 1, the best first, for any text, and the same again', () => {
    const word = fc.constantFrom('电池', '芯片', '光伏', 'robot', 'vaccine', '冰淇淋', '。', '\u0000', '0');
    const said = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(word).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(said, said, (title, summary) => {
        const analysis = analysisOf(title, summary);
        const { sei, hte } = classifier.scores(analysis);
        expect([sei.length, hte.length]).toEqual([wordsOfDomains.length, wordsOfSubDomains.length]);
        for (const scores of [sei, hte]) {
          const values = scores.map(({ score }) => score);
          expect(values).toEqual([...values].sort((a, b) => b - a));
          expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
          // Rounded to hundredths, each by up to half of one.
          expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - 1)).toBeLessThanOrEqual(
            values.length * 0.005 + 1e-9,
          );
        }
        const suggested = classifier.suggest(analysis);
        expect(classifier.suggest(analysis)).toEqual(suggested);
        for (const list of ['sei', 'hte'] as const) {
          const ofList = suggested.filter((one) => one.list === list);
          expect(ofList).toEqual(classifier.scores(analysis)[list].slice(0, ofList.length));
          expect(ofList.length).toBeLessThanOrEqual(3);
        }
      }),
    );
  });
});
