import fc from 'fast-check';
import type { SnippetPart } from './highlight';
import { RecordMarker } from './mark-words';
import { tokenise } from './tokeniser';

const nothing = { title: '', keywords: [], summary: '' };
const weigh = (words: readonly string[]) => words.map((word, at) => ({ word, weight: words.length - at }));
const hits = (parts: readonly SnippetPart[]) => parts.filter(({ hit }) => hit).map(({ text }) => text);
const read = (parts: readonly SnippetPart[]) => parts.map(({ text }) => text).join('');
const inTitle = (title: string, ...words: string[]) =>
  hits(new RecordMarker({ ...nothing, title }).mark(weigh(words)).title);

describe('RecordMarker', () => {
  it.each([
    ['黑粉选择性提锂', ['锂', '黑粉'], ['黑粉', '锂']],
    ['高铁银行', ['铁', '银'], []],
    ['铁、高铁', ['铁'], ['铁']],
    ['电机铁心损耗', ['铁芯'], ['铁心']],
    ['黏结剂', ['粘结剂'], ['黏结剂']],
    ['磷酸铁锂电池', ['磷酸铁锂', '锂电池'], ['磷酸铁锂']],
    ['捕集CO₂的吸附剂', ['co2', '吸附剂'], ['CO₂', '吸附剂']],
    ['Electrolytes for batteries', ['electrolyte', 'Battery'], ['Electrolytes', 'batteries']],
    ['Li–ion 电池', ['ion', '电池'], ['ion', '电池']],
    ['ＳｉＣ　器件', ['SiC'], ['ＳｉＣ']],
    ['CAN bus that can wait', ['CAN'], ['CAN']],
    ['N型 TOPCon', ['n型', 'TOPCon'], ['N型', 'TOPCon']],
    ['石墨烯', [], []],
    ['时间、实时间隔', ['时间'], ['时间']], // the second is 实时|间隔
    ['实时间隔', ['时间'], ['时间']], // a pair of characters where it is no word
  ])('of %p by %j marks %j', (title, words, marked) => {
    expect(inTitle(title, ...words)).toEqual(marked);
  });

  it('keeps the text as it is', () => {
    const title = '　面向储能的ＬｉＦｅＰＯ₄  电池 ';
    expect(read(new RecordMarker({ ...nothing, title }).mark(weigh(['LiFePO4', '储能'])).title)).toBe(title);
  });

  it('tells the three sentences that say most of what met, in their order, and no others', () => {
    const summary =
      '本项目由多家单位完成。采用低酸浸出。回收锂与铁！黑粉中锂的回收率达到96.5%；Lithium goes first. 渣再用。锂。';
    const { passages } = new RecordMarker({ ...nothing, summary }).mark(weigh(['黑粉', '回收率', '浸出', '锂', '渣']));
    expect(passages.map(read)).toEqual(['采用低酸浸出。', '回收锂与铁！', '黑粉中锂的回收率达到96.5%；']);
    expect(passages.map(hits)).toEqual([['浸出'], ['锂'], ['黑粉', '锂', '回收率']]);
    expect(new RecordMarker({ ...nothing, summary }).mark(weigh(['石墨烯'])).passages).toEqual([]);
  });

  it('cuts a sentence that is too long around its first word', () => {
    const summary = `${'前面的话'.repeat(80)}石墨烯${'后面的话'.repeat(80)}`;
    const [passage] = new RecordMarker({ ...nothing, summary }).mark(weigh(['石墨烯'])).passages;
    expect([...read(passage ?? [])]).toHaveLength(160);
    expect(hits(passage ?? [])).toEqual(['石墨烯']);
  });

  it('tells the keywords in which a word stands', () => {
    const marked = new RecordMarker({ ...nothing, keywords: ['锂回收', '储能'] }).mark(weigh(['锂']));
    expect(marked.keywords).toEqual([
      [
        { text: '锂', hit: true },
        { text: '回收', hit: false },
      ],
    ]);
  });

  it('marks something of every word that analysis finds in a text', () => {
    const pieces = [
      '锂电池',
      '的',
      '高铁',
      '铁',
      '铁心',
      'Li-ion',
      'CO₂',
      ' ',
      '，',
      'batteries',
      'N型',
      '2',
      '石墨烯',
      'ＧａＮ',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        const title = parts.join('');
        const marker = new RecordMarker({ ...nothing, title });
        for (const term of tokenise(title).filter((one) => !one.startsWith('s')))
          expect(hits(marker.mark([{ word: term.slice(1), weight: 1 }]).title)).not.toEqual([]);
        expect(read(marker.mark(weigh(['锂', 'battery'])).title)).toBe(title);
      }),
      { numRuns: 500 },
    );
  });
});
