import { channelAliases, channelLabels, conflictAliases, conflictLabels } from '@throughtrain/domain';
import type { RecordColumn } from './record-column';

const points = { is: 'integer', names: {}, from: 0, to: 100 } as const;

/** Columns of expert scores: the project as its channel names it, and what an expert says on the three axes of the notice. */
export const expertScoreColumns: readonly RecordColumn[] = [
  {
    field: 'externalId',
    headers: ['成果编号', '编号', '项目编号', '成果编码', 'ID', 'project id', 'external id'],
    type: { is: 'identifier' },
    need: 'required',
  },
  {
    field: 'channel',
    headers: ['征集渠道', '渠道', '来源渠道', 'channel'],
    type: { is: 'coded', labels: channelLabels, aliases: channelAliases },
    need: 'required',
  },
  {
    field: 'rater',
    headers: ['专家代号', '专家编号', '评审专家代号', '专家代码', 'rater', 'expert id'],
    type: { is: 'identifier' },
    need: 'required',
  },
  {
    field: 'raterInstitution.name',
    headers: ['专家单位', '专家所在单位', '评审专家单位', '工作单位'],
    type: { is: 'text' },
    need: 'optional',
  },
  {
    field: 'raterInstitution.creditCode',
    headers: ['专家单位统一社会信用代码', '专家单位信用代码'],
    type: { is: 'identifier' },
    need: 'optional',
  },
  {
    field: 'lead',
    headers: ['技术领先性', '技术领先性得分', '技术先进性', '领先性'],
    type: points,
    need: 'optional',
  },
  {
    field: 'feasibility',
    headers: ['产业化可行性', '产业化可行性得分', '可行性'],
    type: points,
    need: 'optional',
  },
  {
    field: 'prospect',
    headers: ['产业发展前景', '产业发展前景得分', '发展前景'],
    type: points,
    need: 'optional',
  },
  {
    field: 'scoredOn',
    headers: ['评审日期', '评分日期', '打分日期'],
    type: { is: 'day' },
    need: 'required',
  },
  {
    field: 'conflict',
    headers: ['利益冲突声明', '利益冲突', '是否存在利益冲突'],
    type: { is: 'coded', labels: conflictLabels, aliases: conflictAliases },
    need: 'required',
  },
];
