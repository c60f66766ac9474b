import type { demandRecordSchema, enterpriseRecordSchema, projectRecordSchema } from '@throughtrain/contracts';
import type { z } from 'zod';
import { creditCodeOf } from './credit-codes';

type ProjectRow = z.input<typeof projectRecordSchema>;
type EnterpriseRow = z.input<typeof enterpriseRecordSchema>;
type DemandRow = z.input<typeof demandRecordSchema>;

/** Themes whose texts share words within a theme and hardly any between themes. */
const themes = [
  {
    title: '固态锂电池硫化物电解质',
    text: '面向固态锂电池的硫化物电解质膜连续制备技术，室温离子电导率高，界面阻抗低，已完成中试验证。',
    keywords: ['固态锂电池', '电解质', '离子电导率'],
  },
  {
    title: '燃料电池低铂催化剂',
    text: '质子交换膜燃料电池低铂合金催化剂的规模化合成，铂载量降低，耐久性通过台架试验。',
    keywords: ['燃料电池', '催化剂', '质子交换膜'],
  },
  {
    title: '钙钛矿光伏组件封装',
    text: '钙钛矿光伏组件的无溶剂封装与湿热稳定性提升工艺，光电转换效率保持率高。',
    keywords: ['钙钛矿', '光伏组件', '封装'],
  },
] as const;

const themeOf = (number: number): (typeof themes)[number] => themes[number % 3] ?? themes[0];

/** A valid row of a project import; the same number gives the same row, numbers that differ by 3 the same theme. */
export function projectRow(number: number, overrides: Partial<ProjectRow> = {}): ProjectRow {
  const { title, text, keywords } = themeOf(number);
  return {
    externalId: `P-${number}`,
    channel: 'open-call',
    secrecy: '公开',
    title: `${title}（${number}号）`,
    summary: `${text}第${number}项成果。`,
    keywords: [...keywords],
    institution: { name: `第${number % 7}研究院`, regionCode: '510000' },
    trl: 4 + (number % 5),
    cooperation: ['licence', 'joint-development'],
    consentToPush: true,
    contactRef: `contact-${number}`,
    confirmedOn: '2026-01-15',
    ...overrides,
  };
}

/** A valid row of an enterprise import. */
export function enterpriseRow(number: number, overrides: Partial<EnterpriseRow> = {}): EnterpriseRow {
  return {
    externalId: `E-${number}`,
    creditCode: creditCodeOf(number),
    name: `第${number}新能源有限公司`,
    regionCode: '510100',
    mainProducts: '新能源装备与材料',
    ...overrides,
  };
}

/** A valid row of a demand import, of the same theme as the projects whose numbers differ by a multiple of 3. */
export function demandRow(number: number, enterprise: number, overrides: Partial<DemandRow> = {}): DemandRow {
  const { title, text, keywords } = themeOf(number);
  return {
    externalId: `D-${number}`,
    enterpriseExternalId: `E-${enterprise}`,
    title: `${title}需求`,
    description: `寻求${text}`,
    keywords: [...keywords],
    cooperation: ['joint-development'],
    ...overrides,
  };
}

/** Rows as the bytes of an NDJSON file. */
export function ndjson(rows: readonly unknown[]): Buffer {
  return Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
