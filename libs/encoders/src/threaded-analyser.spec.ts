import { analyse, formatAnalysis } from '@throughtrain/text';
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
    expect(answers).toEqual(asked.map((text) => formatAnalysis(analyse(text))));
  });

  it('fails what a dying thread was asked, and starts another', async () => {
    const fatal = analyser.analyse(undefined as never);
    const beside = analyser.analyse(texts[0]!);
    await expect(fatal).rejects.toThrow('has ended');
    await expect(beside).rejects.toThrow('has ended');
    await expect(analyser.analyse(texts[0]!)).resolves.toBe(formatAnalysis(analyse(texts[0]!)));
  });
});
