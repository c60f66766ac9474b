import fc from 'fast-check';
import { readIndicators } from '@throughtrain/text';
import { compareFigures } from './compare-figures';

const figure = (text: string) => {
  const [read] = readIndicators(text);
  if (read === undefined) throw new Error(`no figure in ${text}`);
  return read;
};
const compare = (wanted: string, offered: string) => compareFigures(figure(wanted), figure(offered));

describe('compareFigures', () => {
  it.each([
    ['纯度≥99.9%', '纯度99.9%', 'met'],
    ['纯度≥99.9%', '纯度99%', 'missed'], // 1 / .1 = 10
    ['合格率≥95%', '合格率94%', 'partly'], // 6 / 5 = 1.2
    ['合格率≥95%', '合格率93%', 'missed'], // 7 / 5 = 1.4
    ['湿度≥30%', '湿度28%', 'partly'], // 30 / 28 = 1.07
    ['抗拉强度≥600MPa', '抗拉强度大于550MPa', 'partly'], // 600 / 550 = 1.09
    ['抗拉强度≥600MPa', '抗拉强度540MPa', 'missed'], // 1.11
    ['抗拉强度≥600MPa', '抗拉强度500~650MPa', 'partly'],
    ['抗拉强度≥600MPa', '抗拉强度620~650MPa', 'met'],
    ['抗拉强度≥600MPa', '抗拉强度不超过700MPa', 'unknown'],
    ['抗拉强度≥600MPa', '抗拉强度不超过500MPa', 'missed'],
  ])('at least: %s, %s: %s', (wanted, offered, outcome) => {
    expect(compare(wanted, offered)).toBe(outcome);
  });

  it.each([
    ['杂质≤10ppm', '杂质5ppm', 'met'],
    ['杂质≤10ppm', '杂质低于10ppm', 'met'],
    ['杂质≤10ppm', '杂质11ppm', 'partly'],
    ['杂质≤10ppm', '杂质12ppm', 'missed'],
    ['杂质≤10ppm', '杂质5~20ppm', 'partly'],
    ['杂质≤10ppm', '杂质大于5ppm', 'unknown'],
    ['噪声≤70dB', '噪声71dB', 'partly'],
    ['噪声≤70dB', '噪声73dB', 'missed'],
    ['温升≤50K', '温升54K', 'partly'],
    ['露点≤-40℃', '露点-45℃', 'met'],
  ])('at most: %s, %s: %s', (wanted, offered, outcome) => {
    expect(compare(wanted, offered)).toBe(outcome);
  });

  it.each([
    ['工作温度-40~85℃', '工作温度-55~125℃', 'met'],
    ['工作温度-40~85℃', '工作温度-20~85℃', 'partly'], // 105 of 125
    ['工作温度-40~85℃', '工作温度0~60℃', 'missed'], // 60 of 125
    ['工作温度-40~85℃', '工作温度25℃', 'unknown'],
    ['开启压力7~11kPa', '开启压力9kPa', 'met'],
    ['开启压力7~11kPa', '开启压力12kPa', 'missed'],
  ])('a range: %s, %s: %s', (wanted, offered, outcome) => {
    expect(compare(wanted, offered)).toBe(outcome);
  });

  it.each([
    ['能耗下降30%以上', '能耗降低35%', 'met'],
    ['能耗下降30%', '能耗降低28%', 'partly'],
    ['能耗下降≥30%', '能耗降低20%', 'missed'],
    ['能耗下降≥30%', '能耗上升40%', 'missed'],
    ['能耗下降≥30%', '能耗由10kWh降到6kWh', 'met'],
    ['能耗下降≥30%', '能耗6kWh', 'unknown'],
    ['粘度增幅≤30%', '粘度增幅22%', 'met'],
    ['粘度增幅≤30%', '粘度增幅32%', 'partly'],
    ['粘度增幅≤30%', '粘度下降5%', 'met'],
    ['效率≥95%', '效率提升5%', 'unknown'],
  ])('a change: %s, %s: %s', (wanted, offered, outcome) => {
    expect(compare(wanted, offered)).toBe(outcome);
  });

  it('never judges a better value worse', () => {
    const order = ['missed', 'partly', 'met'];
    const share = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(share, share, share, (wanted, a, b) => {
        const [worse, better] = [Math.min(a, b), Math.max(a, b)];
        const rank = (value: number) => order.indexOf(compare(`收率≥${wanted}%`, `收率${value}%`));
        expect(rank(better)).toBeGreaterThanOrEqual(rank(worse));
      }),
    );
  });
});
