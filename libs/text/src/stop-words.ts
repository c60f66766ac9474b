/**
 * Words that say how a text is written, not what it is about: the phrases of demand and result forms. Frequent words of science
 * ("研究", "方法") are left to the document counts.
 */
export const chineseStopWords: readonly string[] = (
  '的 了 以及 并且 而且 但是 可以 可是 能够 希望 寻求 需要 要求 目前 现在 现有 已经 正在 我们 我司 公司 企业 单位 团队 客户 ' +
  '进行 通过 采用 具有 实现 提供 愿意 寻找 计划 相关 有关 其中 其他 以上 以下 左右 之间 之后 之前 由于 因此 因为 所以 如果 对于 ' +
  '关于 根据 按照 这种 一种 该项 这个 那个 什么 没有 不是 就是 还是 或者 同时 此外 另外 形成 达到 完成 针对 提出 主要 本文 问题'
).split(' ');

/** Characters that stand by themselves between words and build none with them: particles, prepositions, pronouns, numerals. */
export const chineseGrammar: ReadonlySet<string> = new Set(
  '的了和与及或在对为从由将被把其该各等中上下后前时是有无不可能会要用以于而且则即因此个种项台套件次年月日就也还都很更最又再已经每某本' +
    '两几多少大小高低到着过给让使向往比跟同并但若如所之者们来去起进出里外内间只才却仍得地我你他她它这那谁何哪一二三四五六七八九十百千万亿' +
    '别想拟需约仅替没做怕靠按占连现余',
);

/** Counts and sums written in characters, which are no terms, as those in digits are none: 四五千, 近二十万元, 三台. What names a structure stays: 三元, 二次, 双层, 五轴. */
export const chineseFigure =
  /^(?:[一二三四五六七八九两几]*[十百千万亿][一二三四五六七八九十百千万亿两几零余多来]*(?:万?元|米)?|[一二三四五六七八九十百千万亿两几半][一二三四五六七八九十百千万亿两几零余多来]*(?:[个只台块吨天年家条片根副倍亩斤名户套批件颗枚成遍种项支]|公斤|分钟|小时))$/;

export const englishStopWords: ReadonlySet<string> = new Set(
  (
    'a an and are as at be been but by can could do does for from had has have how if in into is it its may more most no not of on or ' +
    'our over per such than that the their them then there these they this those to under up using use used via was we were what when ' +
    'where which while who will with within without would you your also both each other between based show shows propose proposed'
  ).split(' '),
);
