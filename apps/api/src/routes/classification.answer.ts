import type { classificationListSchema, classificationNames } from '@throughtrain/contracts';
import { gbt2260, gbt4754, hte2016, provinceOf, readinessLevels, sei2018 } from '@throughtrain/domain';
import type { z } from 'zod';

type Classification = z.input<typeof classificationListSchema>;

/** Every code list as it is answered; the lists do not change while the service runs. */
export const classifications: Readonly<Record<(typeof classificationNames)[number], Classification>> = {
  sei: listed('战略性新兴产业分类（2018）', sei2018, (code) => code.split('.')[0]),
  hte: listed('国家重点支持的高新技术领域（2016），第三级', hte2016, () => undefined),
  gbt4754: listed('GB/T 4754-2017，门类与大类', gbt4754, (code) => code.slice(0, 1)),
  gbt2260: listed('GB/T 2260，省与地级', gbt2260, provinceOf),
  trl: {
    edition: '技术成熟度十三级（青科资字〔2025〕2号）',
    items: readinessLevels.map(({ level, name, criterion }) => ({ code: String(level), name, note: criterion })),
  },
};

function listed(
  edition: string,
  list: ReadonlyMap<string, string>,
  parentOf: (code: string) => string | undefined,
): Classification {
  const items = [...list].map(([code, name]) => {
    const parent = parentOf(code);
    return { code, name, ...(parent !== undefined && parent !== code && { parent }) };
  });
  return { edition, items };
}
