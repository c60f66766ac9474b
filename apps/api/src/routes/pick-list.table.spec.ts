import type { PickEntryView } from '@throughtrain/engagement';
import { pickListTable } from './pick-list.table';

const pick: PickEntryView = {
  position: 1,
  projectId: 'p1',
  revision: 1,
  status: 'active',
  title: '谐波减速器',
  summary: '已完成中试。',
  institution: '澜州大学机械工程学院',
  trl: 7,
  patents: 2,
  cooperation: ['licence'],
  best: { demandId: 'd1', demandTitle: '柔轮寿命', enterpriseId: 'e1', enterpriseName: '甲公司', match: 0.6 },
  answers: { count: 6, interested: 4 },
  score: 0.65,
  terms: [],
  reasons: ['一', '二'].map((zh) => ({ feature: 'intent', contribution: 0.1, zh, en: zh })),
  pinned: true,
};

describe('pickListTable', () => {
  it('has a value for every column', () => {
    const { sheet, columns, rows } = pickListTable({ picks: [pick], reserves: [] });
    expect(sheet).toBe('拟路演及备选项目');
    expect(Object.fromEntries(columns.map(({ key, header }) => [header, rows[0]![key]]))).toEqual({
      类别: '拟路演项目',
      序号: 1,
      项目名称: '谐波减速器',
      第一完成单位: '澜州大学机械工程学院',
      细分领域: '未填报',
      技术成熟阶段: '未填报',
      '技术就绪度（级）': 7,
      来源计划: '未填报',
      '专利（件）': 2,
      合作方式: '技术许可（独占/排他/普通）',
      最匹配的需求: '柔轮寿命',
      需求企业: '甲公司',
      答复企业数: 6,
      有意向企业数: 4,
      遴选得分: 0.65,
      推荐理由: '一；二',
      承办单位指定: '是',
      项目简介: '已完成中试。',
      系统编号: 'p1',
    });
  });

  it('puts the reserves behind the picks and says what was not given', () => {
    const { trl: _trl, ...reserve } = { ...pick, projectId: 'p2', pinned: false };
    expect(pickListTable({ picks: [pick], reserves: [reserve] }).rows).toMatchObject([
      { list: '拟路演项目', projectId: 'p1' },
      { list: '备选项目', projectId: 'p2', trl: '未填报', pinned: '否' },
    ]);
  });
});
