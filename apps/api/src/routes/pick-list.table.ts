import type { PickEntryView, PickList } from '@throughtrain/engagement';
import type { Cell, Table } from '@throughtrain/tabular';
import { describeProject, projectColumns } from './project.columns';

/** 拟路演项目 with its reserves, as it goes into the programme. */
export function pickListTable({ picks, reserves }: Pick<PickList, 'picks' | 'reserves'>): Table {
  return {
    sheet: '拟路演及备选项目',
    columns: [
      { key: 'list', header: '类别', width: 12 },
      { key: 'position', header: '序号', width: 6 },
      ...projectColumns,
      { key: 'demand', header: '最匹配的需求', width: 40 },
      { key: 'enterprise', header: '需求企业', width: 28 },
      { key: 'answers', header: '答复企业数', width: 12 },
      { key: 'interested', header: '有意向企业数', width: 12 },
      { key: 'score', header: '遴选得分', width: 10, decimals: 2 },
      { key: 'reasons', header: '推荐理由', width: 60 },
      { key: 'pinned', header: '承办单位指定', width: 12 },
      { key: 'summary', header: '项目简介', width: 60 },
      { key: 'projectId', header: '系统编号', width: 38 },
    ],
    rows: [...picks.map((entry) => toRow('拟路演项目', entry)), ...reserves.map((entry) => toRow('备选项目', entry))],
  };
}

function toRow(list: string, entry: PickEntryView): Record<string, Cell> {
  return {
    list,
    position: entry.position,
    ...describeProject(entry),
    demand: entry.best?.demandTitle,
    enterprise: entry.best?.enterpriseName,
    answers: entry.answers.count,
    interested: entry.answers.interested,
    score: entry.score,
    reasons: entry.reasons.map(({ zh }) => zh).join('；'),
    pinned: entry.pinned ? '是' : '否',
    summary: entry.summary,
    projectId: entry.projectId,
  };
}
