/** One technology readiness level. */
export interface ReadinessLevel {
  readonly level: number;
  readonly name: string;
  readonly criterion: string;
}

/**
 * The 13 levels of 青岛市科技计划项目技术成熟度立项评价工作规程 (青科资字〔2025〕2号, annex); 1-9 as usual, 10-13 about returns. Older lists call level 3
 * 功能级 and level 4 仿真级, so a name alone says nothing: what is stored is the number.
 */
export const readinessLevels: readonly ReadinessLevel[] = [
  { level: 1, name: '报告级', criterion: '发现新现象、新问题、新需求并提出报告' },
  { level: 2, name: '方案级', criterion: '提出满足需求或解决问题的技术方案' },
  { level: 3, name: '仿真级', criterion: '核心技术概念模型仿真验证成功' },
  { level: 4, name: '功能级', criterion: '实验室内关键功能指标测试达到预期' },
  { level: 5, name: '初样级', criterion: '功能样品、图纸与工艺设计、测试通过' },
  { level: 6, name: '正样级', criterion: '功能样机演示合格、工艺验证可行' },
  { level: 7, name: '环境级', criterion: '工程样机运行、例行环境试验合格' },
  { level: 8, name: '产品级', criterion: '小批试产合格、生产条件完备' },
  { level: 9, name: '系统级', criterion: '大批量生产、产品质量合格' },
  { level: 10, name: '销售级', criterion: '取得第一笔销售收入，销量达盈亏平衡点30%' },
  { level: 11, name: '盈亏级', criterion: '年度收益不低于年度运营成本' },
  { level: 12, name: '利润级', criterion: '累计收益达到累计投入的30%-50%' },
  { level: 13, name: '回报级', criterion: '累计收益不低于累计投入' },
];
