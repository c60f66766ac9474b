import { channelLabels } from '@throughtrain/domain';
import type { ShortlistEntryView } from '@throughtrain/matching';
import type { Table } from '@throughtrain/tabular';
import { strongestReasons } from './shortlist.answer';

const labels: Readonly<Record<string, string>> = channelLabels;

/** 初筛清单 as a host passes it on. An unknown readiness level says so: an empty cell reads like a mistake. */
export function shortlistTable(entries: readonly ShortlistEntryView[]): Table {
  return {
    sheet: '初筛清单',
    columns: [
      { key: 'rank', header: '名次', width: 6 },
      { key: 'title', header: '项目名称', width: 40 },
      { key: 'institution', header: '第一完成单位', width: 24 },
      { key: 'channels', header: '征集渠道', width: 24 },
      { key: 'trl', header: '技术就绪度（级）', width: 16 },
      { key: 'score', header: '初筛得分', width: 10 },
      { key: 'demand', header: '最匹配的需求', width: 40 },
      { key: 'match', header: '匹配度', width: 12 },
      { key: 'demands', header: '匹配需求数', width: 12 },
      { key: 'reasons', header: '推荐理由', width: 60 },
      { key: 'summary', header: '项目简介', width: 60 },
      { key: 'projectId', header: '系统编号', width: 38 },
    ],
    rows: entries.map((entry) => ({
      rank: entry.rank,
      title: entry.title,
      institution: entry.institution,
      channels: [entry.channel, ...entry.otherChannels].map((channel) => labels[channel] ?? channel).join('；'),
      trl: entry.trl ?? '未填报',
      score: entry.score,
      demand: entry.matches[0]?.demandTitle,
      match: entry.matches[0]?.match,
      demands: entry.matches.length,
      reasons: entry.reasons
        .slice(0, strongestReasons)
        .map(({ zh }) => zh)
        .join('；'),
      summary: entry.summary,
      projectId: entry.projectId,
    })),
  };
}
