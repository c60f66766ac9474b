/** Powers of base units: `{ kg: 1, m: -1, s: -2 }` for a pressure. */
type Powers = Readonly<Record<string, number>>;

/** How many of its base unit one unit is. */
export interface Unit {
  readonly factor: number;
  readonly powers: Powers;
}

const prefixes: Readonly<Record<string, number>> = {
  p: 1e-12,
  n: 1e-9,
  μ: 1e-6,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
};

/** Units that take prefixes: how many of their base units, these, and the prefixes in use, `1` for none. */
const prefixed: Readonly<Record<string, readonly [number, Powers, string]>> = {
  m: [1, { m: 1 }, '1pnμumk'],
  g: [1e-3, { kg: 1 }, '1pnμumk'],
  s: [1, { s: 1 }, '1pnμum'],
  A: [1, { A: 1 }, '1pnμumk'],
  V: [1, { kg: 1, m: 2, s: -3, A: -1 }, '1nμumkM'],
  W: [1, { kg: 1, m: 2, s: -3 }, '1nμumkMGT'],
  Wp: [1, { kg: 1, m: 2, s: -3 }, '1kM'],
  J: [1, { kg: 1, m: 2, s: -2 }, '1pnμumkMG'],
  Wh: [3600, { kg: 1, m: 2, s: -2 }, '1mkMGT'],
  eV: [1.602176634e-19, { kg: 1, m: 2, s: -2 }, '1mkMG'],
  N: [1, { kg: 1, m: 1, s: -2 }, '1nμumkM'],
  Pa: [1, { kg: 1, m: -1, s: -2 }, '1mkMG'],
  Hz: [1, { s: -1 }, '1mkMGT'],
  Ah: [3600, { A: 1, s: 1 }, '1mk'],
  Ω: [1, { kg: 1, m: 2, s: -3, A: -2 }, '1nμumkMG'],
  S: [1, { kg: -1, m: -2, s: 3, A: 2 }, '1nμumkM'],
  F: [1, { kg: -1, m: -2, s: 4, A: 2 }, '1pnμum'],
  H: [1, { kg: 1, m: 2, s: -2, A: -2 }, '1nμum'],
  L: [1e-3, { m: 3 }, '1nμum'],
  l: [1e-3, { m: 3 }, '1nμum'],
  mol: [1, { mol: 1 }, '1nμumk'],
  Gy: [1, { m: 2, s: -2 }, '1μumk'],
  Oe: [79.5774715, { A: 1, m: -1 }, '1k'],
  bps: [1, { bit: 1, s: -1 }, '1kMGT'],
};

/** Units by their names, for one dimension each, written as `name=factor`; a name alone is the base unit itself. */
const named: readonly (readonly [Powers, string])[] = [
  [
    { '%': 1 },
    '% %FS wt% vol% at% mol% percent percentage·points=1 成=10 个百分点 百分点 ‰=0.1 ppm=0.0001 ppmw=0.0001 ppb=0.0000001 ppt=0.0000000001',
  ],
  [{ '×': 1 }, '倍 fold times'],
  [{ K: 1 }, '℃ °C 摄氏度 degC deg·C K ℉=0.5555555556 °F=0.5555555556'],
  [
    { '°': 1 },
    '° 角秒=0.000277777778 角分=0.0166666667 ″=0.000277777778 ′=0.0166666667 mrad=0.0572957795 rad=57.2957795',
  ],
  [{ dB: 1 }, 'dB dBm dBc dBi dBA dBsm 分贝'],
  [
    { s: 1 },
    '秒 秒钟 毫秒=0.001 微秒=0.000001 纳秒=0.000000001 sec second seconds millisecond=0.001 milliseconds=0.001 microseconds=0.000001 min=60 mins=60 分钟=60 minute=60 minutes=60 h=3600 hr=3600 hrs=3600 hour=3600 hours=3600 小时=3600 个小时=3600 钟头=3600 个钟头=3600 d=86400 天=86400 day=86400 days=86400 周=604800 weeks=604800 week=604800 个月=2629800 month=2629800 months=2629800 年=31557600 year=31557600 years=31557600 a=31557600',
  ],
  [
    { m: 1 },
    'cm=0.01 dm=0.1 Å=1e-10 毫米=0.001 微米=0.000001 纳米=0.000000001 厘米=0.01 米 公里=1000 千米=1000 metre metres meter meters millimetre=0.001 millimetres=0.001 millimeter=0.001 millimeters=0.001 micrometre=0.000001 micrometres=0.000001 micrometer=0.000001 micrometers=0.000001 micron=0.000001 microns=0.000001 nanometre=0.000000001 nanometres=0.000000001 nanometer=0.000000001 nanometers=0.000000001 kilometre=1000 kilometres=1000 kilometers=1000 inch=0.0254 inches=0.0254 英寸=0.0254 ㎜=0.001 ㎝=0.01 ㎞=1000 ㎛=0.000001 ㎚=0.000000001',
  ],
  [
    { m: 2 },
    '平方米 平方厘米=0.0001 平方毫米=0.000001 平方公里=1000000 平米 ha=10000 hm2=10000 公顷=10000 亩=666.666667 mu=666.666667 ㎡ ㎠=0.0001 ㎢=1000000',
  ],
  [
    { m: 3 },
    '立方米 立方厘米=0.000001 cc=0.000001 升=0.001 毫升=0.000001 微升=0.000000001 litre=0.001 litres=0.001 liter=0.001 liters=0.001 ㎥ 立方',
  ],
  [
    { kg: 1 },
    't=1000 吨=1000 万吨=10000000 公斤 千克 克=0.001 毫克=0.000001 微克=0.000000001 tonne=1000 tonnes=1000 ton=1000 tons=1000 gram=0.001 grams=0.001 kilograms kilogram milligrams=0.000001 ㎏ ㎎=0.000001',
  ],
  [
    { kg: 1, m: -1, s: -2 },
    '帕 千帕=1000 兆帕=1000000 吉帕=1000000000 bar=100000 mbar=100 atm=101325 大气压=101325 mmHg=133.322 Torr=133.322',
  ],
  [{ kg: 1, m: 1, s: -2 }, '牛 千牛=1000 毫牛=0.001'],
  [
    { kg: 1, m: 2, s: -2 },
    '度电=3600000 千瓦时=3600000 兆瓦时=3600000000 瓦时=3600 焦耳 千焦=1000 兆焦=1000000 Nm 牛米 kcal=4186.8 千卡=4186.8',
  ],
  [{ kg: 1, m: 2, s: -3 }, '瓦 千瓦=1000 兆瓦=1000000 毫瓦=0.001 watts'],
  [
    { kg: 1, m: 2, s: -3, A: -1 },
    '伏 千伏=1000 毫伏=0.001 volts volt millivolts=0.001 millivolt=0.001 Vp Vpp Vrms Vdc Vac',
  ],
  [{ A: 1 }, '安 安培 毫安=0.001 微安=0.000001 千安=1000'],
  [{ A: 1, s: 1 }, '安时=3600 毫安时=3.6'],
  [{ kg: 1, m: 2, s: -3, A: -2 }, '欧 欧姆 毫欧=0.001 千欧=1000 兆欧=1000000 ohm ohms'],
  [{ s: -1 }, '赫兹 千赫=1000 千赫兹=1000 兆赫=1000000 兆赫兹=1000000 吉赫=1000000000 吉赫兹=1000000000'],
  [{ kg: 1, s: -2, A: -1 }, 'T 特斯拉 mT=0.001'],
  [{ kg: 1, m: -1, s: -1 }, 'cP=0.001 厘泊=0.001'],
  [{ rev: 1, s: -1 }, 'rpm=1/60 转/分=1/60 转/分钟=1/60 r/min=1/60 转每分=1/60 转每分钟=1/60 转=1/60 rev/min=1/60'],
  [{ bit: 1 }, 'bit bits=1 Kb=1000 Mb=1000000 Gb=1000000000'],
  [{ bit: 1, s: -1 }, 'bit/s Mbit/s=1000000 Gbit/s=1000000000 Mb/s=1000000 Gb/s=1000000000'],
  [{ C: 1 }, 'C'],
  [{ yuan: 1 }, '元 元人民币 万元=10000 亿元=100000000 yuan RMB CNY 美元=7 块钱'],
  [{ cycle: 1 }, '次 圈 回 次循环 个循环 循环 cycle cycles 冲次'],
  [
    { piece: 1 },
    '只 台 套 件 片 辆 支 枚 颗 块 根 座 条 个 株 副 组 例 粒 台套 瓶 袋 头 只样 pieces piece units unit wafers cells vehicles 人份 份 点 人 批 车 班 处 吊 锅 炉 箱 盒 批次 串 户 家 所',
  ],
  [{ frame: 1 }, '帧 frame frames'],
];

const units = new Map<string, Unit>();
for (const [symbol, [value, powers, usual]] of Object.entries(prefixed)) {
  for (const prefix of usual)
    units.set(prefix === '1' ? symbol : prefix + symbol, { factor: value * (prefixes[prefix] ?? 1), powers });
}
for (const [powers, names] of named) {
  for (const name of names.split(' ')) {
    const [, written = '', factor = '1'] = /^(.+?)(?:=(.+))?$/.exec(name) ?? [];
    const [over = '1', under = '1'] = factor.split('/');
    units.set(written.replace('·', ' '), { factor: Number(over) / Number(under), powers });
  }
}

/** Letters in another case, where they can mean one unit only: Mpa, KW, hz. Between milli and mega the usual one is meant. */
const otherCase = new Map<string, Unit | undefined>();
for (const [name, unit] of units) {
  const lower = name.toLowerCase();
  if (lower.length < 2) continue;
  const known = otherCase.get(lower);
  otherCase.set(lower, otherCase.has(lower) && known?.factor !== unit.factor ? undefined : unit);
}
for (const name of ['MPa', 'MHz', 'GHz', 'GPa', 'kPa', 'mm', 'ml', 'mg', 'nm'])
  otherCase.set(name.toLowerCase(), units.get(name));

/** Names of all units, in the letter case of their table. */
export const unitNames: readonly string[] = [...units.keys()];

/** @returns the unit of a name, in another letter case only where that leaves no doubt */
export function unitNamed(name: string): Unit | undefined {
  return units.get(name) ?? (name.length > 1 ? otherCase.get(name.toLowerCase()) : undefined);
}

/** @returns a unit raised to a power */
export const toThe = ({ factor, powers }: Unit, power: number): Unit => ({
  factor: factor ** power,
  powers: Object.fromEntries(Object.entries(powers).map(([base, value]) => [base, value * power])),
});

/** @returns the product of two units */
export function times(left: Unit, right: Unit): Unit {
  const powers: Record<string, number> = { ...left.powers };
  for (const [base, power] of Object.entries(right.powers)) powers[base] = (powers[base] ?? 0) + power;
  return { factor: left.factor * right.factor, powers };
}

/** @returns how many base units of which dimension a unit is */
export function dimensionOf({ factor, powers }: Unit): { readonly factor: number; readonly dimension: string } {
  const bases = Object.entries(powers).filter(([, power]) => power !== 0);
  // A mass of a mass, mg/kg, is a share.
  if (bases.length === 0) return { factor: factor * 100, dimension: 'percent' };
  const expression = expressionOf(powers);
  return { factor, dimension: dimensionNames.get(expression) ?? expression };
}

function expressionOf(powers: Powers): string {
  return Object.entries(powers)
    .filter(([, power]) => power !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([base, power]) => (power === 1 ? base : `${base}${power}`))
    .join('·');
}

/** Names of dimensions, each by its base units. */
const dimensionNames: ReadonlyMap<string, string> = new Map(
  (
    [
      ['percent', { '%': 1 }],
      ['ratio', { '×': 1 }],
      ['temperature', { K: 1 }],
      ['angle', { '°': 1 }],
      ['level', { dB: 1 }],
      ['time', { s: 1 }],
      ['length', { m: 1 }],
      ['area', { m: 2 }],
      ['volume', { m: 3 }],
      ['mass', { kg: 1 }],
      ['pressure', { kg: 1, m: -1, s: -2 }],
      ['force', { kg: 1, m: 1, s: -2 }],
      ['energy', { kg: 1, m: 2, s: -2 }],
      ['power', { kg: 1, m: 2, s: -3 }],
      ['voltage', { kg: 1, m: 2, s: -3, A: -1 }],
      ['current', { A: 1 }],
      ['charge', { A: 1, s: 1 }],
      ['resistance', { kg: 1, m: 2, s: -3, A: -2 }],
      ['resistivity', { kg: 1, m: 3, s: -3, A: -2 }],
      ['conductivity', { kg: -1, m: -3, s: 3, A: 2 }],
      ['frequency', { s: -1 }],
      ['rotation', { rev: 1, s: -1 }],
      ['velocity', { m: 1, s: -1 }],
      ['density', { kg: 1, m: -3 }],
      ['energy-density', { m: 2, s: -2 }],
      ['specific-capacity', { A: 1, s: 1, kg: -1 }],
      ['areal-capacity', { A: 1, s: 1, m: -2 }],
      ['current-density', { A: 1, m: -2 }],
      ['thermal-conductivity', { kg: 1, m: 1, s: -3, K: -1 }],
      ['viscosity', { kg: 1, m: -1, s: -1 }],
      ['mass-per-time', { kg: 1, s: -1 }],
      ['volume-per-time', { m: 3, s: -1 }],
      ['power-density', { m: 2, s: -3 }],
      ['mass-per-area', { kg: 1, m: -2 }],
      ['wavenumber', { m: -1 }],
      ['magnetic-flux-density', { kg: 1, s: -2, A: -1 }],
      ['bit-rate', { bit: 1, s: -1 }],
      ['c-rate', { C: 1 }],
      ['money', { yuan: 1 }],
      ['money-per-mass', { yuan: 1, kg: -1 }],
      ['money-per-piece', { yuan: 1, piece: -1 }],
      ['cycles', { cycle: 1 }],
      ['count', { piece: 1 }],
      ['count-per-time', { piece: 1, s: -1 }],
    ] as const
  ).map(([name, powers]) => [expressionOf(powers), name]),
);
