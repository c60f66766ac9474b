import fc from 'fast-check';
import { figuresIn } from './weighed-figures';

const keys = (text: string) => figuresIn(text).map(({ key }) => key);

describe('figuresIn', () => {
  it.each<[string, string[]]>([
    ['3.5kW', ['3500 power']],
    ['3500 W', ['3500 power']],
    ['三千五百瓦', ['3500 power']],
    ['600MPa、600 兆帕', ['600000000 pressure']],
    ['1.2mPa·s', ['0.0012 viscosity']],
    ['208mAh/g', ['748800 specific-capacity']],
    ['0.021W/(m·K)', ['0.021 thermal-conductivity']],
    ['20Ah软包', ['72000 charge']],
    ['２０安时', ['72000 charge']],
    ['95%', ['95 percent']],
    ['百分之九十五', ['95 percent']],
    ['九成六', ['96 percent']],
    ['三成湿度', ['30 percent']],
    ['88 percent', ['88 percent']],
    ['循环50周', ['50 cycles']],
    ['2000周', ['2000 cycles']],
    ['8小时后耗电1300度', ['28800 time']],
    ['2.2万次', ['22000 cycles']],
    ['两万两千回', ['22000 cycles']],
    ['152,000次', ['152000 cycles']],
    ['百公斤', ['100 mass']],
    ['一千三百多度', ['1300 temperature']],
    ['52 thousand mu', ['34666700 area']],
    ['5.2万亩', ['34666700 area']],
    ['2.0–4.8V', ['2 voltage', '4.8 voltage']],
    ['容量在320到330mAh/g之间', ['1152000 specific-capacity', '1188000 specific-capacity']],
    ['零下40至150℃', ['40 temperature', '150 temperature']],
    ['26个月', ['68374800 time']],
    ['1.5小时与90分钟', ['5400 time']],
    ['5mm×5mm', ['0.005 length']],
    ['由3.1降到1.9', ['3.1', '1.9']],
  ])('reads %p', (text, expected) => {
    expect(keys(text)).toEqual(expected);
  });

  it.each([
    '2026年',
    'LiFePO4',
    'T01-P05',
    '三元电池',
    '已供两家电芯厂',
    '3台样机',
    '一种方法',
    '完成中试',
    '46系',
    '',
  ])('finds none in %p', (text) => {
    expect(keys(text)).toEqual([]);
  });

  it('weighs by the digits that count, and round temperatures and shares as everybody has them', () => {
    const weights = Object.fromEntries(
      figuresIn('300吨、92kW、99.6%、85℃、80%、1080克').map((f) => [f.written, f.weight]),
    );
    expect(weights).toEqual({ '300吨': 0.5, '92kW': 1, '99.6%': 2, '85℃': 0.5, '80%': 0.5, '1080克': 2 });
  });

  it('tells a share with the words before it', () => {
    expect(figuresIn('特异度百分之九十五').map(({ written }) => written)).toEqual(['百分之九十五']);
  });

  it('reads any text, each figure once', () => {
    const part = fc.constantFrom(
      '1',
      '23',
      '.',
      ',',
      '万',
      '百',
      '三',
      '成',
      'kW',
      '%',
      '/',
      '(',
      '-',
      ' ',
      '个月',
      '℃',
      '年',
      'm',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const found = figuresIn(parts.join(''));
        expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
        for (const { weight } of found) expect(weight).toBeGreaterThan(0);
      }),
    );
  });

  it('takes no longer for a long text that is made to be slow', () => {
    for (const unit of ['1', '1,', '一', '1-', 'a·', '1a/']) expect(figuresIn(unit.repeat(4_000))).toBeDefined();
  });
});
