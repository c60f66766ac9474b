import { gbt2260 } from '../data/gbt-2260';
import { gbt4754 } from '../data/gbt-4754';
import { hte2016 } from '../data/hte-2016';
import { sei2018 } from '../data/sei-2018';
import { hteCodeOf, industryCodeOf, readinessLevelOf, regionCodeOf, seiCodeOf } from './written-codes';

describe('codes as people write them', () => {
  it.each([
    ['SEI 2018', sei2018, seiCodeOf],
    ['HTE 2016', hte2016, hteCodeOf],
    ['GB/T 4754', gbt4754, industryCodeOf],
    ['GB/T 2260', gbt2260, regionCodeOf],
  ] as const)('takes every code and every name of %s', (_list, list, codeOf) => {
    for (const [code, name] of list) {
      expect(codeOf(code)).toBe(code);
      // A 门类 with one 大类 of the same name: the name means the 大类.
      expect([code, codeOf(` ${name} `)?.startsWith(code)]).toEqual([code, true]);
    }
  });

  it.each([
    [seiCodeOf, '智能电网', '6.5'],
    [seiCodeOf, '５.２', '5.2'],
    [seiCodeOf, '5.9', undefined],
    [hteCodeOf, '地理信息系统(GIS)软件', '10106'],
    [hteCodeOf, '603', undefined],
    [industryCodeOf, '38', 'C38'],
    [industryCodeOf, 'c3841', 'C38'],
    [industryCodeOf, '3841', 'C38'],
    [industryCodeOf, '教育', 'P83'],
    [industryCodeOf, 'D38', undefined],
    [industryCodeOf, 'C99', undefined],
    [industryCodeOf, 'Z', undefined],
    [regionCodeOf, '芜湖', '340200'],
    [regionCodeOf, '安徽省芜湖市', '340200'],
    [regionCodeOf, '安徽', '340000'],
    [regionCodeOf, '340207', '340207'],
    [regionCodeOf, '亚特兰蒂斯', undefined],
  ] as const)('%p of %j: %p', (codeOf, written, code) => {
    expect(codeOf(written)).toBe(code);
  });

  it.each([
    ['6', 6],
    ['TRL 6', 6],
    ['trl-6级', 6],
    ['第６级', 6],
    ['6.0', 6],
    ['13级', 13],
    ['功能级', undefined],
    ['5-6', undefined],
    ['', undefined],
  ] as const)('reads the readiness level in %j: %p', (written, level) => {
    expect(readinessLevelOf(written)).toBe(level);
  });
});
