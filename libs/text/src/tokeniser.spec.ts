import fc from 'fast-check';
import { fieldWords, wordVariants } from './field-words';
import { chineseStopWords } from './stop-words';
import { kindOf, surfaceForms, termKinds, tokenise } from './tokeniser';

const characters: string = '锂电池的研究aB1₂-. \n\u{20000}é';
const sorted = (text: string) => tokenise(text).sort();

describe('tokenise', () => {
  it('cuts Chinese into words, with the shorter words inside, and pairs of characters', () => {
    expect(sorted('软包电池')).toEqual(['b包电', 'b电池', 'b软包', 'w电池', 'w软包']);
    expect(sorted('人工智能')).toEqual(['b人工', 'b工智', 'b智能', 'w人工', 'w人工智能', 'w智能']);
  });

  it.each([
    ['黑粉里的锂和铁提不干净', ['w干净', 'w铁', 'w锂', 'w黑粉'], 'alone, between words of grammar'],
    ['锂离子', ['w离子', 'w锂', 'w锂离子'], 'an element within a word'],
    ['镍钴锰', ['w钴', 'w锰', 'w镍'], 'several'],
    ['氢', ['w氢'], 'nothing beside it'],
    ['高铁银行', ['w银行', 'w高铁'], 'iron and silver are pieces of other words'],
    ['铁、银', ['w铁', 'w银'], 'and words by themselves'],
  ])('takes the characters of elements and materials for words: %s, %p (%s)', (text, words) => {
    expect(sorted(text).filter((term) => words.includes(term))).toEqual(words);
    const single = sorted(text).filter((term) => kindOf(term) === 'w' && term.length === 2);
    expect(single.filter((term) => !words.includes(term))).toEqual([]);
  });

  it.each([
    ['石墨烯', 'w石墨烯'],
    ['固态电解质', 'w固态电解质'],
    ['SiC MOSFET', 'smosfet'],
    ['SiC MOSFET', 'ssic'],
    ['5G-A', 's5g-a'],
    ['Al₂O₃', 'sal2o3'],
    ['LiFePO₄', 'slifepo4'],
    ['γ-Al₂O₃', 'sγ-al2o3'],
    ['Ti-6Al-4V', 'sti-6al-4v'],
    ['H₂O₂', 'sh2o2'],
    ['\u00b5LED', 'sμled'],
    ['ＧａＮ', 'sgan'],
    ['10⁻⁶ S/cm 的 LLZO', 'sllzo'],
  ])('keeps what the field writes: %s', (text, term) => {
    expect(tokenise(`面向${text}的制备`)).toContain(term);
  });

  it('takes no element from the name of a structure', () => {
    const words = sorted('钙钛矿与钛合金').filter((term) => kindOf(term) === 'w');
    expect(words).toEqual(['w合金', 'w钙钛矿', 'w钛', 'w钛合金']);
  });

  it.each([
    ['N型硅片', 'wn型'],
    ['γ射线', 'wγ射线'],
    ['掺Ｘ射线', 'wx射线'],
  ])('joins a letter that stands alone to the word behind it: %s', (text, term) => {
    expect(tokenise(text)).toContain(term);
  });

  it.each(['PI膜', '5G基站', 'A的'])('joins no letter of a longer token, and none to a stop word: %s', (text) => {
    expect(tokenise(text).filter((term) => /^w[a-z]/.test(term))).toEqual([]);
  });

  it.each([
    ['损失约二十万元', ['w损失']],
    ['设备三台', ['w设备']],
    ['投八百多万', []],
    ['三个月报废两百米', ['w报废']],
  ])('takes no figure that is written in characters: %s', (text, words) => {
    expect(sorted(text).filter((term) => kindOf(term) === 'w')).toEqual(words);
  });

  it.each(['三元', '二次', '五轴', '零件', '三七', '一体化'])('takes %s for a word, not for a figure', (word) => {
    expect(tokenise(word)).toContain(`w${word}`);
  });

  it('makes no pair of characters across a figure', () => {
    expect(sorted('设备三台运行')).toEqual(['b设备', 'b运行', 'w设备', 'w运行']);
  });

  it('keeps repeats', () => {
    expect(tokenise('电池，电池').filter((term) => term === 'w电池')).toHaveLength(2);
  });

  it('stems English words, so that forms of a word meet', () => {
    expect(tokenise('Batteries charging')).toEqual(['sbatteri', 'scharg']);
    expect(tokenise('battery charged')).toEqual(['sbatteri', 'scharg']);
  });

  it('takes short tokens for abbreviations, which have no ending', () => {
    expect(tokenise('BMS SOC cells')).toEqual(['sbms', 'ssoc', 'scell']);
  });

  it.each([
    ['CO₂', ['sco2']],
    ['ＳｉＣ', ['ssic']],
    ['LiFePO4', ['slifepo4']],
    ['280Ah', ['s280ah']],
    ['5G-A', ['s5g-a', 's5g']],
    ['Li-ion', ['sli-ion', 'sli', 'sion']],
    ['β-Ga2O3', ['sβ-ga2o3', 'sga2o3']],
  ])('keeps formulas and names of parts: %s', (text, terms) => {
    expect(tokenise(text)).toEqual(terms);
  });

  it.each([
    ['1.5GHz', ['s1.5ghz']],
    ['LiNi0.8Co0.1Mn0.1O2', ['slini0.8co0.1mn0.1o2']],
    ['v2.a', ['sv2.a', 'sv2']],
    ['2.0–4.8V', ['s2.0-4.8v', 's4.8v']],
  ])('takes no point between digits for a border: %s', (text, terms) => {
    expect(tokenise(text)).toEqual(terms);
  });

  it.each<[text: string, words: string[]]>([
    ['CAN总线', ['scan']],
    ['IT and CAN, IF it can', ['sit', 'scan', 'sif']],
    ['NO removal of no use', ['sno', 'sremov']],
    ['电池can用', []],
    ['THE USE OF CAN AND IT', []],
    ['ＣＡＮ总线', ['scan']],
  ])('takes words of grammar in capitals for abbreviations, unless all is in capitals: %s', (text, words) => {
    expect(tokenise(text).filter((term) => kindOf(term) === 's')).toEqual(words);
  });

  it.each<[text: string, words: string[], why: string]>([
    ['镓基', ['w镓', 'w镓基'], 'two single characters'],
    ['钠电', ['w钠', 'w钠电'], 'a word that the dictionary does not have'],
    ['氧化层', ['w氧化', 'w氧化层'], 'what the cut breaks'],
    ['电池和材料', ['w材料', 'w电池'], 'and is a word of grammar'],
    ['电池三相', ['w三相', 'w电池'], 'numerals join nothing'],
    ['拟引进', ['w引进'], 'nor do the adverbs of demands'],
    ['半固态', ['w半固态', 'w固态'], 'half is no such word'],
  ])('joins single characters to their neighbours: %s, %p (%s)', (text, words) => {
    expect(sorted(text).filter((term) => kindOf(term) === 'w')).toEqual(words);
  });

  it.each(fieldWords)('has the field word %s as a word, also within a text', (word) => {
    const standard = wordVariants.get(word) ?? word;
    expect(tokenise(word)).toContain(`w${standard}`);
    expect(tokenise(`面向${word}的制备`)).toContain(`w${standard}`);
  });

  it.each([
    ['黏结剂', '粘结剂'],
    ['定子铁心', '定子铁芯'],
    ['硬炭负极', '硬碳负极'],
    ['Li–ion', 'Li-ion'],
    ['Li−ion', 'Li-ion'],
  ])('writes variants of a word in one way: %s as %s', (variant, standard) => {
    expect(tokenise(variant)).toEqual(tokenise(standard));
  });

  it('replaces no variant across the border of two words', () => {
    expect(tokenise('钢铁心脏')).toEqual(expect.arrayContaining(['w钢铁', 'w心脏', 'b铁心']));
  });

  it.each(['本', 'C++', 'C', '2026'])('finds no term in %p', (text) => {
    expect(tokenise(text)).toEqual([]);
  });

  it.each(['2024', '0.5', '3.14-7', '１２３', '², ③', 'a', '的', '，。！', ''])('takes nothing from %p', (text) => {
    expect(tokenise(text)).toEqual([]);
  });

  it('leaves out the words of forms and of English grammar', () => {
    expect(tokenise('我们希望寻求 the of with')).toEqual([]);
    expect(sorted('希望寻求锂电池')).toEqual(sorted('锂电池'));
    expect(sorted('电池的制备')).toEqual(['b制备', 'b电池', 'w制备', 'w电池']);
  });

  it.each([
    ['形成氧化层', ['b化层', 'b氧化', 'w氧化', 'w氧化层'], '形成 is a word of the cut and goes'],
    ['图形成像', ['b图形', 'b形成', 'b成像', 'w图形', 'w成像'], '形成 stands across 图形 and 成像'],
    ['项目前期', ['b前期', 'b目前', 'b项目', 'w前期', 'w项目', 'w项目前期'], '目前 stands across 项目 and 前期'],
    ['客户端', ['b客户', 'b户端', 'w客户端'], '客户 is a part of 客户端'],
  ])('leaves out stop words only where the cut has them as whole words: %s', (text, terms) => {
    expect(sorted(text)).toEqual(terms);
  });

  it('makes no pair of characters across a stop word', () => {
    expect(sorted('电池通过验证')).toEqual(['b电池', 'b验证', 'w电池', 'w验证']);
  });

  it('never gives a stop word as a word, also not as a part of a longer one', () => {
    const runs = fc.array(fc.constantFrom('图形成像', '项目前期', '客户端', '锂电池', ...chineseStopWords), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(runs, (parts) => {
        const words = tokenise(parts.join('')).filter((term) => kindOf(term) === 'w');
        expect(words.filter((term) => chineseStopWords.includes(term.slice(1)))).toEqual([]);
      }),
    );
  });

  it('drops a token of more than 40 characters', () => {
    expect(tokenise(`${'x'.repeat(41)} ${'1x'.repeat(20)}`)).toEqual([`s${'1x'.repeat(20)}`]);
  });

  it('reads both languages of one text', () => {
    expect(sorted('SiC功率器件')).toEqual(expect.arrayContaining(['ssic', 'w功率', 'w器件', 'b率器']));
  });

  it('does not depend on width, case or line ends', () => {
    expect(tokenise('ＳＩＣ器件\r\nＭＯＳＦＥＴ')).toEqual(tokenise('sic器件 mosfet'));
  });

  it('gives terms of a known kind without white space, the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...characters) }), (text) => {
        const terms = tokenise(text);
        expect(tokenise(text)).toEqual(terms);
        for (const term of terms) {
          expect(termKinds).toContain(kindOf(term));
          expect(term).toMatch(/^.\S+$/u);
          expect(term.slice(1)).toMatch(/\p{L}/u);
        }
      }),
    );
  });
});

describe('surfaceForms', () => {
  it('has the first form in which a text writes a term, with its case', () => {
    const forms = surfaceForms('Electrolyte、SOC估算，NMP and electrolytes, soc；ＣＯ₂，Li–ion');
    expect([...forms]).toEqual([
      ['selectrolyt', 'Electrolyte'],
      ['ssoc', 'SOC'],
      ['snmp', 'NMP'],
      ['sco2', 'CO2'],
      ['sli-ion', 'Li-ion'],
      ['sli', 'Li'],
      ['sion', 'ion'],
    ]);
  });

  it('knows each term of the kind s of a text, and a form that gives it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...characters, 'C', 'N', 't') }), (text) => {
        const forms = surfaceForms(text);
        expect(new Set(forms.keys())).toEqual(new Set(tokenise(text).filter((term) => kindOf(term) === 's')));
        // Beside Han characters, so that a form in capitals is not a text in capitals.
        for (const [term, form] of forms) expect(tokenise(`${form}的`)).toContain(term);
      }),
    );
  });
});
