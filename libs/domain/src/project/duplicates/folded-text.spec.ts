import { namesIn } from './folded-text';

describe('namesIn', () => {
  it.each([
    ['正极 LiFePO4，由 UAV 投送', ['lifepo4', 'uav']],
    ['正极 NCM-811 与 NCM811', ['ncm811']],
    ['疫苗 COVID-19、合金 Ti-6Al-4V、器件 SiC-MOSFET', ['covid19', 'sic', 'mosfet']],
    ['内存 DDR4-3200，制冷剂 R134a', ['ddr4', 'r134a']],
    // Of an identifier neither its letters nor its numbers.
    ['编号 UT-2026-0017', []],
    ['编号 ut-001 和 UT/0002，见 T01-P01', []],
    ['见 9b1e5a7c-3d2f-4a8b-b6c4-0e7d9f1a2b07 与 ZL299910060014', []],
    ['受 JCKY2099204A001 和 KJ-20260017-AB 支持', []],
    // One that both texts write tells them together, as a whole.
    ['型号 UT-123', ['ut123']],
  ])('of %p are %p', (text, names) => {
    expect([...namesIn(text)]).toEqual(names);
  });
});
