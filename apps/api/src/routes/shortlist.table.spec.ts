import type { ListedEntry } from '@throughtrain/matching';
import { shortlistTable } from './shortlist.table';

const reason = (zh: string) => ({ feature: 'best', contribution: 0.1, zh, en: zh });
const match = (demandTitle: string, score: number) => ({
  demandId: demandTitle,
  demandTitle,
  enterpriseId: 'e1',
  enterpriseName: '甲公司',
  relevance: score,
  match: score,
  band: 'close' as const,
  terms: [],
  lexical: 0.5,
  words: [],
  nearWords: [],
  indicators: [],
});

const entry: ListedEntry = {
  rank: 1,
  projectId: 'p1',
  revision: 1,
  status: 'active',
  title: '谐波减速器',
  summary: '已完成中试。',
  institution: '澜州大学机械工程学院',
  channel: 'open-call',
  otherChannels: ['agency'],
  subDomain: '10101',
  stage: 'intermediate',
  trl: 7,
  programme: '国家重点研发计划',
  patents: 2,
  cooperation: ['licence', 'equity'],
  score: 0.71,
  best: match('柔轮寿命', 0.62),
  matchCount: 2,
  reasons: ['一', '二', '三', '四'].map(reason),
  withoutCode: false,
  duplicateIds: [],
};

describe('shortlistTable', () => {
  it('has a value for every column', () => {
    const { columns, rows } = shortlistTable([entry]);
    const named = columns.map(({ key, header }) => [header, rows[0]![key]]);
    expect(Object.fromEntries(named)).toEqual({
      序号: 1,
      项目名称: '谐波减速器',
      第一完成单位: '澜州大学机械工程学院',
      细分领域: '基础软件',
      技术成熟阶段: '中期阶段（中试等）',
      来源计划: '国家重点研发计划',
      '专利（件）': 2,
      合作方式: '技术许可（独占/排他/普通）；作价入股',
      征集渠道: '高校院所公开征集；技术转移机构挖掘',
      '技术就绪度（级）': 7,
      初筛得分: 0.71,
      最匹配的需求: '柔轮寿命',
      需求企业: '甲公司',
      匹配度: 0.62,
      匹配需求数: 2,
      推荐理由: '一；二；三',
      项目简介: '已完成中试。',
      系统编号: 'p1',
    });
  });

  it('says what was not given', () => {
    const { institution: _i, subDomain: _s, stage: _g, trl: _t, programme: _p, ...unknown } = entry;
    expect(shortlistTable([{ ...unknown, patents: 0, cooperation: [] }]).rows[0]).toMatchObject({
      institution: '未填报',
      subDomain: '未填报',
      stage: '未填报',
      trl: '未填报',
      programme: '未填报',
      patents: 0,
      cooperation: '未填报',
    });
  });

  it('leaves the demand empty where none is matched', () => {
    const { best: _best, ...unmatched } = entry;
    const row = shortlistTable([{ ...unmatched, matchCount: 0 }]).rows[0]!;
    expect([row['demand'], row['match'], row['demands']]).toEqual([undefined, undefined, 0]);
  });
});
