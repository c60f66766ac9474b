import fc from 'fast-check';
import { figuresIn } from './figures';

const keys = (text: string) => figuresIn(text).map(({ key }) => key);

describe('figuresIn', () => {
  it.each<[string, string[]]>([
    ['3.5kW', ['3500 W']],
    ['3500 W', ['3500 W']],
    ['三千五百瓦', ['3500 W']],
    ['600MPa、600 兆帕', ['600000000 Pa']],
    ['1.2mPa·s', ['0.0012 Pa·s']],
    ['208mAh/g', ['0.208 Ah/g']],
    ['0.021W/(m·K)', ['0.021 W/m·K']],
    ['20Ah软包', ['20 Ah']],
    ['２０安时', ['20 Ah']],
    ['95%', ['95 %']],
    ['百分之九十五', ['95 %']],
    ['九成六', ['96 %']],
    ['三成湿度', ['30 %']],
    ['88 percent', ['88 %']],
    ['2.2万次', ['22000 times']],
    ['两万两千回', ['22000 times']],
    ['152,000次', ['152000 times']],
    ['百公斤', ['100000 g']],
    ['一千三百多度', ['1300 °C']],
    ['52 thousand mu', ['52000 mu']],
    ['5.2万亩', ['52000 mu']],
    ['2.0–4.8V', ['2 V', '4.8 V']],
    ['容量在320到330mAh/g之间', ['0.32 Ah/g', '0.33 Ah/g']],
    ['零下40至150℃', ['40 °C', '150 °C']],
    ['26个月', ['26 month']],
    ['5mm×5mm', ['0.005 m']],
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
    expect(weights).toEqual({ '300吨': 0.5, '92kW': 1, '99.6%': 2, '85°C': 0.5, '80%': 0.5, '1080克': 2 });
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
