import { channelLabels } from '@throughtrain/domain';
import type { ListedEntry } from '@throughtrain/matching';
import type { Table } from '@throughtrain/tabular';
import { describeProject, projectColumns } from './project.columns';
import { strongestReasons } from './shortlist.answer';

/** 初筛清单 as a host passes it on. */
export function shortlistTable(entries: readonly ListedEntry[]): Table {
  return {
    sheet: '初筛清单',
    columns: [
      { key: 'rank', header: '序号', width: 6 },
      ...projectColumns,
      { key: 'channels', header: '征集渠道', width: 24 },
      { key: 'demand', header: '最匹配的需求', width: 40 },
      { key: 'enterprise', header: '需求企业', width: 28 },
      { key: 'match', header: '匹配度', width: 10, decimals: 2 },
      { key: 'demands', header: '匹配需求数', width: 12 },
      { key: 'score', header: '初筛得分', width: 10, decimals: 2 },
      { key: 'reasons', header: '推荐理由', width: 60 },
      { key: 'summary', header: '项目简介', width: 60 },
      { key: 'projectId', header: '系统编号', width: 38 },
    ],
    rows: entries.map((entry) => ({
      rank: entry.rank,
      ...describeProject(entry),
      channels: [entry.channel, ...entry.otherChannels].map((channel) => labels[channel] ?? channel).join('；'),
      demand: entry.best?.demandTitle,
      enterprise: entry.best?.enterpriseName,
      match: entry.best?.match,
      demands: entry.matchCount,
      score: entry.score,
      reasons: entry.reasons
        .slice(0, strongestReasons)
        .map(({ zh }) => zh)
        .join('；'),
      summary: entry.summary,
      projectId: entry.projectId,
    })),
  };
}

const labels: Readonly<Record<string, string>> = channelLabels;
