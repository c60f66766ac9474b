/** Units, numbers and fillers meet often and tell a reader nothing. They keep their part in the score. */
const units = new Set(
  (
    '毫米 微米 纳米 厘米 公里 千米 平方 立方 平方米 平方厘米 立方米 公斤 千克 毫克 吨级 小时 分钟 秒钟 毫秒 千瓦 兆瓦 千伏 毫安 千牛 兆帕 千帕 ' +
    '吉帕 兆欧 毫欧 摄氏度 摄氏 赫兹 千赫 转速 左右 以上 以下 以内 ' +
    '万平方米 每平方米 秒级'
  ).split(' '),
);
const fillers = new Set(
  (
    '跟着 不进 做到 不能 回来 没有 起来 下来 出来 这样 那样 今年 去年 前年 两家 几家 每次 一次 一天 机和 能在 想换 都是 否则 盒子 槽里 一根 ' +
    '正负 反复 重新'
  ).split(' '),
);
const numeral = /^[零一二两三四五六七八九十百千万亿半几多]+[天年月日次家个只台件套成倍米吨克片层道遍回]?$/u;
const measured =
  /^\d+(\.\d+)?(-\d+(\.\d+)?)?(nm|um|mm|cm|cm2|cm3|m2|m3|km|mg|kg|g|ml|l|s|ms|h|min|v|kv|mv|a|ma|ah|mah|wh|kwh|w|kw|mw|pa|kpa|mpa|gpa|hz|khz|mhz|c|n|kn)?$/;
/** Units that stand by themselves, as those after a slash or a space; only such as name nothing else (PA is also polyamide). */
const bareUnit = /^(nm|um|[cdkm]m|[cdkmu]?m[23]|mg|kg|ml|mah|kwh|wh|kpa|mpa|gpa|khz|mhz|ppm|rpm)$/;

/**
 * The words worth telling, in their order; of words that hold one another the longer. All of them when none is left.
 * @param words by what they add to the score
 */
export function readableWords(words: readonly string[]): readonly string[] {
  const telling = words.filter(
    (word) => !units.has(word) && !fillers.has(word) && !numeral.test(word) && !isMeasure(word),
  );
  const longest = telling.filter((word) => !telling.some((other) => other !== word && other.includes(word)));
  return longest.length > 0 ? longest : words;
}

function isMeasure(word: string): boolean {
  const folded = word.toLowerCase();
  return measured.test(folded) || bareUnit.test(folded);
}
