import { columnsOf, inChinese, type ImportKind, type RowFate } from '@throughtrain/contracts';
import type { RowFault } from '@throughtrain/ingestion';
import type { RowOutcome } from '@throughtrain/tabular';
import { toSuggestedDomain } from './suggested-domain.answer';

const fates: Readonly<Record<RowFate, string>> = {
  refused: '未导入',
  changed: '已导入，有调整',
  quarantined: '待复核',
  advised: '已导入，有建议',
};

/** @returns one fault or note of a row as people read it in the column 导入结果: 未导入, and 成果名称：必填项为空 */
export function resultOf(kind: ImportKind, fault: RowFault): RowOutcome {
  const { row, outcome, column, code, message, became, suggested } = fault;
  const label = column === undefined ? undefined : labelOf(kind, column);
  const said = inChinese(code) ?? message ?? code;
  const detail = suggested?.map(toSuggestedDomain).map(inWords).join('；') ?? became;
  const parts = [label, detail === undefined ? said : `${said}（${detail}）`];
  return {
    row,
    fate: fates[outcome],
    text: parts.filter((part) => part !== undefined).join('：'),
    isRefused: outcome === 'refused' || outcome === 'quarantined',
  };
}

/** 6.3 太阳能产业 0.82 */
const inWords = ({ code, name, score }: ReturnType<typeof toSuggestedDomain>): string => `${code} ${name} ${score}`;

/** @returns the label of a field on the form; of a place in a list that of the list */
function labelOf(kind: ImportKind, column: string): string {
  const field = column.replace(/\.\d+$/, '');
  return columnsOf(kind).find((one) => one.field === field)?.headers[0] ?? column;
}
