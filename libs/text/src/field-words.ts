/** Words of the field that the dictionary of jieba does not have, each with what its cut would be or why it is needed. */
export const fieldWords: readonly string[] = [
  '磷酸铁锂', // 磷酸|铁锂: any phosphate would meet it
  '铁锂', // what the trade says for it; a part of the word above, which search cuts find only when they know it
  '固态电池', // 固态|电池: any battery would
  '固态电解质', // 固态|电解质
  '燃料电池', // not to hang on the guess of unknown words
  '热失控', // 热|失控: 失控 alone is any loss of control
  '集流体', // 集|流体: a current collector is no fluid
  '双极板', // 双|极板
  '粘结剂', // not to hang on the guess; 黏结剂 is folded to it
  '注液机', // 注液|机
  '注液', // a part of the word above
  '储氢瓶', // 储氢|瓶
  '换电站', // 换|电站: swapping stations are no power stations
  '高压线束', // 高压线|束: a wiring harness is no power line
  '功率器件', // 功率|器件
  '定子铁芯', // 定子|铁芯
  '氮化镓', // 氮化|镓
  '碳化硅', // not to hang on the guess
  '石墨烯', // 石墨|烯: graphite is not graphene
  // The two ways of writing each of the word variants below must be cut as words to be told apart from 钢铁|心脏.
  '铁心',
  '铁芯',
  '硬炭',
  '硬碳',
];

/** Ways of writing one word, by the word that stands for all. Only whole words of the cut are replaced. */
export const wordVariants: ReadonlyMap<string, string> = new Map([
  ['铁心', '铁芯'],
  ['硬炭', '硬碳'],
]);
