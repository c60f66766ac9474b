import { readIndicators } from '@throughtrain/text';
import { compareIndicators, indicatorShares } from './compare-indicators';

const compare = (demand: string, project: string) => compareIndicators(readIndicators(demand), readIndicators(project));
const told = (demand: string, project: string) =>
  compare(demand, project).map(({ wanted, offered, outcome }) => [wanted.words, offered?.words, outcome]);

describe('compareIndicators', () => {
  it('compares by quantity, across languages', () => {
    expect(told('锂回收率≥95%；纯度≥99.9%', 'The purity is 99.95 % and the recovery rate reaches 96 %.')).toEqual([
      ['≥95%', '96 %', 'met'],
      ['≥99.9%', '99.95 %', 'met'],
    ]);
  });

  it('says unknown where the project has no such figure', () => {
    expect(told('收率≥90%', '纯度99%')).toEqual([['≥90%', undefined, 'unknown']]);
    expect(told('收率≥90%', '')).toEqual([['≥90%', undefined, 'unknown']]);
  });

  it('takes the figure whose words are the nearest before a better one', () => {
    expect(told('铁回收率≥95%', '锂回收率98%，铁的总铁回收率90%')).toEqual([['≥95%', '98%', 'met']]);
    expect(told('铁粉回收率≥95%', '锂盐回收率98%，铁粉回收率80%')).toEqual([['≥95%', '80%', 'missed']]);
  });

  it('compares general quantities only of the same thing', () => {
    expect(told('隔热层厚度≤2mm', '极片厚度1mm')).toEqual([['≤2mm', undefined, 'unknown']]);
    expect(told('隔热层厚度≤2mm', '厚度1mm')).toEqual([['≤2mm', '1mm', 'met']]);
  });

  it('leaves out what is not asked for: asides, present values, changes for the worse', () => {
    expect(told('45℃循环1500次保持率≥85%', '保持率90%').map(([words]) => words)).toEqual(['≥85%']);
    expect(compare('现有合格率70%，成本上升20%', '合格率99%')).toEqual([]);
  });

  it('does not take a condition of the project for what it offers', () => {
    expect(told('工作温度≥60℃', '工作温度80℃下循环500次保持率90%')).toEqual([['≥60℃', undefined, 'unknown']]);
  });

  it('counts a figure that is told twice once', () => {
    expect(compare('收率≥90%；要求收率不低于90%', '收率92%')).toHaveLength(1);
  });
});

describe('indicatorShares', () => {
  it('are parts of all measurable figures', () => {
    const shares = indicatorShares(
      compare('收率≥90%，合格率≥95%，杂质≤10ppm，纯度≥99.9%', '收率92%，合格率94%，纯度99%'),
    );
    // met 1, partly .5, unknown 1, missed 1 of 4
    expect(shares).toEqual({ met: 0.375, unknown: 0.25 });
  });

  it('are undefined when nothing measurable is asked for', () => {
    expect(indicatorShares(compare('希望提高收率', '收率92%'))).toBeUndefined();
  });
});
