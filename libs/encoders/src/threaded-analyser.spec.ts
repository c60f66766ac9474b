import { analyse, formatAnalysis, quantiseVector } from '@throughtrain/text';
import { openShippedTable } from './shipped-table';
import { ThreadedAnalyser } from './threaded-analyser';

const texts = [
  { title: '硫化物固态电解质', keywords: '锂电池；SiC MOSFET', body: '室温电导率 12 mS/cm，循环 1000 次。' },
  { title: 'Solid electrolytes', keywords: '', body: 'Ionic conductivity of garnets.' },
  { title: '', keywords: '', body: '' },
];

describe('ThreadedAnalyser', () => {
  let analyser: ThreadedAnalyser;
  beforeEach(() => (analyser = new ThreadedAnalyser()));
  afterEach(() => analyser.close());

  it('answers each text with its own analysis, whatever order they are asked in', async () => {
    const asked = Array.from({ length: 30 }, (_, index) => texts[index % texts.length]!);
    const answers = await Promise.all(asked.map((text) => analyser.analyse(text)));
    expect(answers).toEqual(asked.map((text) => ({ terms: formatAnalysis(analyse(text)) })));
  });

  it('encodes them by the shipped table where it is asked to', async () => {
    const encoding = new ThreadedAnalyser({ encodes: true });
    const table = await openShippedTable();
    const vectors = await table.encode(texts.map((text) => ({ purpose: 'document', texts: text })));
    const answers = await Promise.all(texts.map((text) => encoding.analyse(text)));
    await encoding.close();
    const numbers = vectors.map((vector) => quantiseVector(vector, table.dimensions));
    expect(answers.map(({ vector }) => vector)).toEqual(
      numbers.map((each) => ({ encoderVersion: table.version, numbers: each })),
    );
    expect(numbers.map((each) => each.some((number) => number !== 0))).toEqual([true, true, false]);
  });

  it('fails what a dying thread was asked, and starts another', async () => {
    const fatal = analyser.analyse(undefined as never);
    const beside = analyser.analyse(texts[0]!);
    await expect(fatal).rejects.toThrow('has ended');
    await expect(beside).rejects.toThrow('has ended');
    await expect(analyser.analyse(texts[0]!)).resolves.toEqual({ terms: formatAnalysis(analyse(texts[0]!)) });
  });
});
