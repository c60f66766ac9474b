import fc from 'fast-check';
import { longestIndicatorText, type Indicator } from './indicator';
import { readIndicators } from './read-indicators';

/** What is checked of an indicator, absent parts left out. */
const brief = ({ quantity, comparison, low, high, change, from, dimension }: Indicator) => ({
  quantity,
  comparison,
  dimension,
  ...(low !== undefined && { low }),
  ...(high !== undefined && { high }),
  ...(change && { change }),
  ...(from !== undefined && { from }),
});
const only = (text: string) => {
  const [first, ...others] = readIndicators(text);
  expect(others).toEqual([]);
  return first && brief(first);
};

describe('readIndicators', () => {
  it.each([
    ['锂回收率≥95 %', '回收率', { low: 95 }],
    ['收率不低于95%', '收率', { low: 95 }],
    ['a recovery rate of at least 95%', '回收率', { low: 95 }],
    ['百分之九十五以上的回收率', '回收率', { low: 95 }],
    ['杂质含量控制在5%以内', '杂质', { high: 5 }],
    ['impurities below 10 ppm', '杂质', { high: 0.001 }],
    ['漏检率不超过２．５％', '漏检率', { high: 2.5 }],
    ['首效优于90%', '首效', { low: 90 }],
  ])('%s: a bounded share', (text, quantity, ends) => {
    expect(only(text)).toEqual({
      quantity,
      comparison: 'low' in ends ? 'at-least' : 'at-most',
      dimension: 'percent',
      ...ends,
    });
  });

  it.each([
    ['抗拉强度600 MPa', '抗拉强度', 'pressure', 6e8],
    ['tensile strength of 600 MPa', '抗拉强度', 'pressure', 6e8],
    ['抗拉强度（0.6吉帕）', '抗拉强度', 'pressure', 6e8],
    ['能量密度320Wh/kg', '能量密度', 'energy-density', 1_152_000],
    ['可逆容量352 mAh g⁻¹', '比容量', 'specific-capacity', 1_267_200],
    ['离子电导率4×10⁻³ S/cm', '离子电导率', 'conductivity', 0.4],
    ['ionic conductivity of 4e-3 S cm-1', '离子电导率', 'conductivity', 0.4],
    ['热导率4 W/(m·K)', '导热系数', 'thermal-conductivity', 4],
    ['with 86 percent efficiency', '效率', 'percent', 86],
    ['合格率七成', '成品率', 'percent', 70],
    ['最高转速2.4万转/分', '转速', 'rotation', 400],
    ['吨处理成本610元', '成本', 'money', 610],
    ['露点零下40度', '露点', 'temperature', -40],
    ['年产3000吨', '产能', 'mass', 3e6],
    ['温升4 K', '温升', 'temperature', 4],
    ['杂质5 mg/kg', '杂质', 'percent', 0.0005],
  ])('%s: a value in its base unit', (text, quantity, dimension, value) => {
    const read = only(text);
    expect(read).toMatchObject({ quantity, dimension, comparison: 'about' });
    expect(read?.low).toBeCloseTo(value, 9);
    expect(read?.high).toBe(read?.low);
  });

  it.each([
    ['工作温度-40~85 ℃', -40, 85],
    ['工作温度－40～＋85℃', -40, 85],
    ['operating temperature between -40 and 85 °C', -40, 85],
    ['工作温度零下40至85℃', -40, 85],
    ['工作温度-40℃—85℃', -40, 85],
    ['工作温度25±2℃', 23, 27],
  ])('%s: a range', (text, low, high) => {
    expect(only(text)).toEqual({ quantity: '工作温度', comparison: 'range', dimension: 'temperature', low, high });
  });

  it('gives the multiplier of a range to both ends', () => {
    expect(only('循环寿命2~3万次')).toMatchObject({ low: 20_000, high: 30_000, dimension: 'cycles' });
    expect(only('循环寿命2000周')).toMatchObject({ low: 2_000, dimension: 'cycles' });
    expect(only('烧成温度不低于1300度')).toMatchObject({ low: 1_300, dimension: 'temperature' });
    expect(only('交货周期不超过8周')).toMatchObject({ dimension: 'time' });
  });

  it.each([
    ['能耗下降30%以上', '能耗', 'down', { comparison: 'at-least', low: 30 }],
    ['能耗下降≥30%', '能耗', 'down', { comparison: 'at-least', low: 30 }],
    ['energy consumption reduced by 30%', '能耗', 'down', { comparison: 'about', low: 30, high: 30 }],
    ['粘度增幅≤30%', '粘度', 'up', { comparison: 'at-most', high: 30 }],
    ['噪声下降11dB', '噪声', 'down', { comparison: 'about', low: 11, high: 11 }],
  ])('%s: the size of a change', (text, quantity, change, bound) => {
    expect(only(text)).toMatchObject({ quantity, change, ...bound });
  });

  it.each([
    ['首效由78%提到91%', '首效', 78, 91],
    ['利用率 61%→88%', '利用率', 61, 88],
    ['processing time was cut from 12 h to 4 h', '时间', 43_200, 14_400],
    ['界面接触电阻由4.8降到0.7Ω', '接触电阻', 4.8, 0.7],
    ['接触电阻由0.07升到0.09Ω', '接触电阻', 0.07, 0.09],
  ])('%s: a course from one value to another', (text, quantity, from, value) => {
    expect(only(text)).toMatchObject({ quantity, from, comparison: 'about', low: value, high: value });
  });

  it('reads ± alone as the most that something strays', () => {
    expect(only('定位误差±5mm')).toEqual({
      quantity: '偏差',
      comparison: 'at-most',
      dimension: 'length',
      high: 0.005,
    });
  });

  it.each([
    '2023年6月至2026年',
    '专利ZL202310123456.7',
    '18650电池与6061-T6铝合金、Q235、5G、4K、LiFePO4',
    '符合GB/T 1234-2020和ISO 9001',
    '电话13812345678',
    '第12页，图3，表4.2，TRL 6',
    '1. 概述 2. 方法 3. 结论',
    '获国家资助500万元',
    '总投资2亿元，产值达3000万元',
    '差异有统计学意义(P<0.05)',
    '三元前驱体、一次颗粒、两家企业、呈二次相关',
    '16S rRNA测序，C57BL/6J小鼠，6005A型材',
  ])('%s: no indicator', (text) => {
    expect(readIndicators(text)).toEqual([]);
  });

  it('marks conditions and present states as asides', () => {
    const read = readIndicators('45℃循环1500次保持率≥85%；现有回收率78%；at 25 °C the recovery is 91%');
    expect(readIndicators('功率97kW（400V）').map(({ isAside }) => isAside)).toEqual([false, true]);
    expect(read.map(({ words, isAside }) => [words, isAside])).toEqual([
      ['45℃', true],
      ['1500次', true],
      ['≥85%', false],
      ['78%', true],
      ['25 °C', true],
      ['91%', false],
    ]);
  });

  it('gives what follows without a noun to the quantity before it', () => {
    expect(readIndicators('锂、镍回收率分别为95%、98%').map(({ quantity }) => quantity)).toEqual(['回收率', '回收率']);
  });

  it('places each in the raw text, in any width of characters', () => {
    const text = '😀产品纯度　≥　９９．９ ％，能耗下降30%';
    for (const { start, end, words } of readIndicators(text))
      expect(text.slice(start, end).replace(/\s+/g, ' ')).toBe(words);
    expect(readIndicators(text).map(({ low }) => low)).toEqual([99.9, 30]);
  });

  it('reads any text, in order, none overlapping, ends in order', () => {
    const piece = fc.constantFrom(
      ...[
        '≥',
        '不低于',
        '95',
        '%',
        '1.5',
        '万',
        '吨',
        '/',
        '年',
        '-',
        '~',
        '℃',
        '由',
        '降到',
        '±',
        '×10⁻³',
        '，',
        ' ',
        '回收率',
        'from',
        'to',
        'h',
        '(',
        '成',
        '三',
        '每',
        'İ',
      ],
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        let last = 0;
        for (const { start, end, low, high, words } of readIndicators(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end).replace(/\s+/g, ' ').trim()).toBe(words);
          expect([low, high, 0].every((value) => value === undefined || Number.isFinite(value))).toBe(true);
          if (low !== undefined && high !== undefined) expect(low).toBeLessThanOrEqual(high);
          last = end;
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    '9',
    '9.',
    '1,',
    '≥',
    '95%',
    '1-',
    '10^',
    'a/',
    '三',
    '百万',
    '提高',
    'reduced ',
    '（',
    ' ',
    '每',
    '由1降到',
    '1±',
    'mm·',
  ])('survives a text of nothing but %p, however long', (piece) => {
    const text = piece.repeat(Math.ceil((2 * longestIndicatorText) / piece.length));
    expect(readIndicators(text).at(-1)?.end ?? 0).toBeLessThanOrEqual(longestIndicatorText);
  });
});
