/** Elements whose character means nothing else, in whatever word it stands: 锂 of 锂离子, 提锂 and 磷酸铁锂. */
export const elementCharacters =
  '锂铍硼氟氖钠镁铝硅磷氯氩钾钙钪钛钒铬锰钴镍铜锌镓锗砷硒溴氪铷锶钇锆铌钼钌铑钯镉铟锑碲碘氙铯钡镧铈镨钕钐铕钆铽镝钬铒铥镱镥铪钽钨铼锇铱铂铊铋氡铀钍氢氘氚氦氮';

/** Names of a structure rather than of what a thing is made of: most of what is called 钙钛矿 holds neither 钙 nor 钛. */
export const structureNames = /钙钛矿/g;

/** Materials that are words by themselves; within longer words they are pieces of other words (银行, 高铁, 碳化, 胶囊). */
export const materialCharacters: ReadonlySet<string> = new Set(
  '金银铁锡铅汞氧碳硫钢氨铵酸碱盐醇酯醛酮醚烃烷烯炔酚胺苯腈脲肽脂酶糖胶膜箔油漆釉蜡煤矿渣砂浆粉泥瓷纸棉竹茶酒菌',
);
