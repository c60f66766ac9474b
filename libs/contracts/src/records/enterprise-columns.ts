import {
  gbt2260,
  gbt4754,
  hte2016,
  listingBoardAliases,
  listingBoardLabels,
  organisationKindAliases,
  organisationKindLabels,
  sizeAliases,
  sizeLabels,
} from '@throughtrain/domain';
import { contactColumns } from './contact-columns';
import type { RecordColumn } from './record-column';

/** Columns of enterprises, parks, investors and listed companies. */
export const enterpriseColumns: readonly RecordColumn[] = [
  {
    field: 'externalId',
    headers: ['企业编号', '编号', '企业编码', '单位编号', 'ID', 'enterprise id', 'external id'],
    type: { is: 'identifier' },
    need: 'required',
  },
  {
    field: 'creditCode',
    headers: ['统一社会信用代码', '信用代码', '社会信用代码', '企业统一社会信用代码', 'credit code', 'uscc'],
    type: { is: 'identifier' },
    need: 'required',
  },
  {
    field: 'name',
    headers: ['企业名称', '单位名称', '名称', '公司名称', 'enterprise name', 'company'],
    type: { is: 'text' },
    need: 'required',
  },
  {
    field: 'kind',
    headers: ['单位类型', '企业类型', '类型'],
    type: { is: 'coded', labels: organisationKindLabels, aliases: organisationKindAliases },
    need: 'optional',
  },
  {
    field: 'regionCode',
    headers: ['行政区划', '行政区划代码', '所在地区', '注册地', '所在地', '地区', '省市', 'region'],
    type: { is: 'classified', names: gbt2260 },
    need: 'required',
  },
  {
    field: 'mainProducts',
    headers: ['主营业务及产品', '主营业务', '主营产品', '主要产品', '经营范围', 'main products'],
    type: { is: 'text' },
    need: 'required',
    joins: true,
  },
  { field: 'group', headers: ['所属集团', '集团', '集团名称'], type: { is: 'text' }, need: 'optional' },
  {
    field: 'groupCreditCode',
    headers: ['集团统一社会信用代码', '所属集团统一社会信用代码', '集团信用代码'],
    type: { is: 'identifier' },
    need: 'optional',
  },
  {
    field: 'industryCode',
    headers: ['国民经济行业', '国民经济行业分类', '行业代码', '所属行业', '行业'],
    type: { is: 'classified', names: gbt4754 },
    need: 'optional',
    mayBeDropped: true,
  },
  {
    field: 'hteCodes',
    headers: ['高新技术领域', '所属高新技术领域', '技术领域', '所属技术领域'],
    type: { is: 'classified', names: hte2016 },
    list: 'codes',
    need: 'optional',
    mayBeDropped: true,
  },
  {
    field: 'board',
    headers: ['上市情况与板块', '上市板块', '上市情况', '是否上市'],
    type: { is: 'coded', labels: listingBoardLabels, aliases: listingBoardAliases },
    need: 'optional',
    mayBeDropped: true,
  },
  {
    field: 'size',
    headers: ['企业规模', '规模', '单位规模'],
    type: { is: 'coded', labels: sizeLabels, aliases: sizeAliases },
    need: 'optional',
    mayBeDropped: true,
  },
  ...contactColumns,
];
