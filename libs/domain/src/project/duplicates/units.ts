/** What a unit measures, by the name of its base unit, and how many of these it is. */
interface Unit {
  readonly base: string;
  readonly factor: number;
}

const prefixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  μ: 1e-6,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
};
const withPrefixes = ['W', 'V', 'A', 'Pa', 'Hz', 'Ah', 'Wh', 'Ω', 'm', 'g', 'L', 's', 'N', 'J', 'F'];

/** Units by their names, for one base unit each, written as `name=factor`; a name alone is the base unit itself. */
const named: Readonly<Record<string, string>> = {
  '%': '% percent 成=10',
  '‰': '‰',
  ppm: 'ppm',
  ppb: 'ppb',
  '°C': '°C 度 摄氏度 degC',
  K: 'K',
  C: 'C',
  dB: 'dB 分贝',
  s: '秒 秒钟 seconds=1 second min=60 分钟=60 minutes=60 h=3600 小时=3600 钟头=3600 hours=3600 hour=3600 天=86400 days=86400',
  month: '个月 months month',
  year: '年 years year',
  m: 'cm=0.01 毫米=0.001 微米=0.000001 纳米=0.000000001 厘米=0.01 米 公里=1000 metres=1 meters=1',
  m2: 'm2 cm2=0.0001 mm2=0.000001 平方米 平方厘米=0.0001 平方毫米=0.000001 km2=1000000 平方公里=1000000',
  m3: 'm3 cm3=0.000001 立方米 方=1',
  mu: '亩 mu',
  g: '毫克=0.001 克 公斤=1000 千克=1000 吨=1000000 t=1000000 tonnes=1000000 tons=1000000',
  L: '升 毫升=0.001 l ml=0.001 cc=0.001',
  Pa: '帕 千帕=1000 兆帕=1000000 bar=100000 大气压=101325',
  V: '伏 千伏=1000 毫伏=0.001 伏特',
  A: '安 毫安=0.001 千安=1000 安培',
  Ah: '安时 毫安时=0.001',
  W: '瓦 千瓦=1000 兆瓦=1000000',
  Wh: '瓦时 千瓦时=1000 兆瓦时=1000000 度电=1000',
  Hz: '赫兹 千赫=1000 兆赫=1000000',
  Ω: '欧 毫欧=0.001 欧姆',
  'r/min': 'r/min rpm 转/分 转/分钟 转 rev/min',
  yuan: '元 yuan',
  times: '次 回 周 圈 循环 cycles times cycle',
  pieces: '台 套 只 件 辆 支 枚 条 片 块 颗 例 units sets samples',
  households: '家 户',
};

const units = new Map<string, Unit>();
for (const base of withPrefixes) {
  for (const [prefix, factor] of Object.entries(prefixes)) units.set(prefix + base, { base, factor });
}
for (const [base, names] of Object.entries(named)) {
  for (const name of names.split(' ')) {
    const [written = '', factor = '1'] = name.split('=');
    units.set(written, { base, factor: Number(factor) });
  }
}
/** Letter case is kept where it decides (mW, MW); what is written in any other case is looked up by this. */
const byLowerCase = new Map<string, Unit>();
for (const [name, unit] of units) {
  const lower = name.toLowerCase();
  const known = byLowerCase.get(lower);
  // Between milli and mega the frequent one is meant: MPa, but nobody knows for mw.
  if (known === undefined || known.factor === unit.factor) byLowerCase.set(lower, unit);
  else if (lower === 'mpa') byLowerCase.set(lower, { base: 'Pa', factor: 1e6 });
  else if (lower.startsWith('m') && units.has(lower)) byLowerCase.set(lower, units.get(lower) ?? unit);
}

const byLength = (a: string, b: string): number => b.length - a.length;
const isHan = (name: string): boolean => /\p{Script=Han}/u.test(name);
const han = [...units.keys()]
  .filter((name) => isHan(name))
  .sort(byLength)
  .join('|');
const simple = `(?:${han}|°C|%|‰|[A-Za-zμΩ]{1,10}[23]?)`;

/** Source of a pattern for one unit after a number: simple (kW, 千瓦) or made of others (mAh/g, W/(m·K), 元/吨). */
export const unitPattern = `${simple}(?:[·/]\\(?${simple}\\)?){0,3}\\)?`;

/**
 * @param written a unit as the text has it, in compatibility form (NFKC)
 * @returns its base and factor: `mAh/g` is 0.001 `Ah/g`; undefined when any part of it is unknown
 */
export function parseUnit(written: string): Unit | undefined {
  const whole = lookUp(written);
  if (whole !== undefined) return whole;
  const [numerator = '', ...denominators] = written.replace(/[()]/g, '').split('/');
  const above = product(numerator);
  const below = denominators.map(product);
  if (above === undefined || denominators.length === 0) return above;
  let { base, factor } = above;
  for (const part of below) {
    if (part === undefined) return undefined;
    base = `${base}/${part.base}`;
    factor /= part.factor;
  }
  return { base, factor };
}

function product(written: string): Unit | undefined {
  let result: Unit | undefined;
  for (const name of written.split('·')) {
    const part = lookUp(name);
    if (part === undefined) return undefined;
    result = result === undefined ? part : { base: `${result.base}·${part.base}`, factor: result.factor * part.factor };
  }
  return result;
}

function lookUp(name: string): Unit | undefined {
  return units.get(name) ?? byLowerCase.get(name.toLowerCase());
}
