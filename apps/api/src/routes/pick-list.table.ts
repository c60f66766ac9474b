import type { PickEntryView, PickList } from '@throughtrain/engagement';
import type { Cell, Table } from '@throughtrain/tabular';

/** 拟路演项目 with its reserves, as it goes into the programme. An unknown readiness level says so: an empty cell reads like a mistake. */
export function pickListTable({ picks, reserves }: Pick<PickList, 'picks' | 'reserves'>): Table {
  return {
    sheet: '拟路演及备选项目',
    columns: [
      { key: 'list', header: '类别', width: 8 },
      { key: 'position', header: '序号', width: 6 },
      { key: 'title', header: '项目名称', width: 40 },
      { key: 'institution', header: '第一完成单位', width: 24 },
      { key: 'trl', header: '技术就绪度（级）', width: 16 },
      { key: 'score', header: '遴选得分', width: 10 },
      { key: 'reasons', header: '推荐理由', width: 60 },
      { key: 'pinned', header: '承办单位指定', width: 12 },
      { key: 'summary', header: '项目简介', width: 60 },
      { key: 'projectId', header: '系统编号', width: 38 },
    ],
    rows: [...picks.map((entry) => toRow('拟路演', entry)), ...reserves.map((entry) => toRow('备选', entry))],
  };
}

function toRow(list: string, entry: PickEntryView): Record<string, Cell> {
  const { position, title, institution, trl, score, summary, projectId } = entry;
  return {
    list,
    position,
    title,
    institution,
    trl: trl ?? '未填报',
    score,
    reasons: entry.reasons.map(({ zh }) => zh).join('；'),
    pinned: entry.pinned ? '是' : '否',
    summary,
    projectId,
  };
}
