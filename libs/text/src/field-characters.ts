/** Elements whose character means nothing else, in whatever word it stands: 锂 of 锂离子, 提锂 and 磷酸铁锂. */
export const elementCharacters: ReadonlySet<string> = new Set(
  '锂铍硼氟氖钠镁铝硅磷氯氩钾钙钪钛钒铬锰钴镍铜锌镓锗砷硒溴氪铷锶钇锆铌钼钌铑钯镉铟锑碲碘氙铯钡镧铈镨钕钐铕钆铽镝钬铒铥镱镥铪钽钨铼锇铱铂铊铋氡铀钍氢氦氮',
);

/** Materials that are words by themselves; within longer words they are pieces of other words (银行, 高铁, 碳化, 胶囊). */
export const materialCharacters: ReadonlySet<string> = new Set(
  '金银铁锡铅汞氧碳硫钢氨酸碱盐醇酯醛酮醚烃烷烯炔酚胺苯胶膜油漆蜡',
);
