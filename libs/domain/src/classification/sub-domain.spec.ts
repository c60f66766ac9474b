import { hte2016 } from '../data/hte-2016';
import { resolveSubDomain } from './sub-domain';

describe('resolveSubDomain', () => {
  it('takes a code or a name', () => {
    expect(resolveSubDomain('10101')).toEqual(['10101']);
    expect(resolveSubDomain(' 基础软件 ')).toEqual(['10101']);
    expect(resolveSubDomain('地理信息系统(GIS)软件')).toEqual(['10106']);
  });

  it('finds every sub-domain by its name', () => {
    for (const [code, name] of hte2016) expect(resolveSubDomain(name)).toContain(code);
  });

  it('refuses what it does not know', () => {
    expect(() => resolveSubDomain('不存在')).toThrow('sub-domain.unknown');
  });
});
