import { columnsOf, type ImportKind, type RecordColumn } from '@throughtrain/contracts';
import type { Table, Template, TemplateColumn } from '@throughtrain/tabular';
import { recordGuidance } from './record-guidance';

const sheets: Readonly<Record<ImportKind, string>> = {
  projects: '科技成果',
  enterprises: '企业',
  demands: '技术需求',
  'expert-scores': '专家评分',
};

const needs: Readonly<Record<RecordColumn['need'], string>> = {
  required: '',
  // What is needed for a match may be replaced; the guidance of each column says by what.
  matchable: '',
  pushable: '缺少时不能推送企业',
  optional: '',
};

/** @returns the template of a kind: one column a field, under its label of the official form */
export function templateOf(kind: ImportKind): Template {
  const sheet = sheets[kind];
  return {
    sheet,
    title: `${sheet}导入说明：表头请勿改动；本表不接收涉密内容。`,
    columns: columns(kind).map((column) => toColumn(kind, column)),
  };
}

/** @returns the same as a table with a header and no rows */
export function templateTable(kind: ImportKind): Table {
  const { sheet, columns: all } = templateOf(kind);
  return { sheet, columns: all.map(({ key, header }) => ({ key, header })), rows: [] };
}

/** A price goes into one column, as an amount or a span; its ends have columns only for files that part them. */
const columns = (kind: ImportKind): readonly RecordColumn[] =>
  columnsOf(kind).filter(({ field }) => !field.startsWith('priceWan.') && field !== 'contactRef');

function toColumn(kind: ImportKind, { field, headers, type, need, list, isPrivate }: RecordColumn): TemplateColumn {
  const { example, hint = '' } = recordGuidance[kind][field] ?? {};
  const values = valuesOf(type);
  const help = [
    needs[need],
    hint,
    formOf(type),
    list === undefined ? '' : '可填多项，用分号（；）隔开',
    isPrivate ? '加密保存' : '',
  ]
    .filter((part) => part !== '')
    .join('；');
  return {
    key: field,
    header: type.is === 'wan' || type.is === 'wan-span' ? `${headers[0]}（万元）` : headers[0],
    required: need === 'required',
    ...(help !== '' && { help }),
    ...(example !== undefined && { example }),
    ...(values && { values }),
    ...(list !== undefined && { isList: true }),
    ...(type.is === 'identifier' && { asText: true }),
  };
}

function valuesOf(type: RecordColumn['type']): readonly string[] | undefined {
  switch (type.is) {
    case 'coded':
      return Object.values(type.labels);
    case 'classified':
      return [...type.names].map(([code, name]) => `${code} ${name}`);
    case 'secrecy':
      return ['公开'];
    case 'boolean':
      return ['是', '否'];
    case 'text':
    case 'identifier':
    case 'integer':
    case 'wan':
    case 'wan-span':
    case 'day':
    case 'month':
      return undefined;
  }
}

function formOf(type: RecordColumn['type']): string {
  switch (type.is) {
    case 'integer':
      return `填 ${type.from} 至 ${type.to} 的整数`;
    case 'wan':
      return '数字，单位万元';
    case 'wan-span':
      return '数字或区间，如 50 或 50-100，单位万元';
    case 'day':
      return '如 2026-01-05';
    case 'month':
      return '如 2026-01';
    case 'secrecy':
      return '只接收公开内容，本表不得填写涉密信息';
    case 'text':
    case 'identifier':
    case 'boolean':
    case 'coded':
    case 'classified':
      return '';
  }
}
