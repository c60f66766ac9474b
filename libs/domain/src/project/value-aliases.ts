import type { Channel, Cooperation, Ownership, Stage } from './value-lists';

/**
 * Words that forms and people use in place of the labels of the official form. Where a source list is named, all of its words are here;
 * the rest are short forms of the labels themselves. A word that could stand for two codes is in none.
 */
type Aliases<Code extends string> = Readonly<Record<string, Code>>;

/** From: 征集渠道 of the notice and the forms of universities. */
export const channelAliases: Aliases<Channel> = {
  国家科技计划: 'national-programme',
  国家科技计划成果: 'national-programme',
  国家科技计划项目成果: 'national-programme',
  高校征集: 'open-call',
  高校成果征集: 'open-call',
  高校院所征集: 'open-call',
  公开征集: 'open-call',
  自主推荐: 'self-nominated',
  科研人员推荐: 'self-nominated',
  个人推荐: 'self-nominated',
  机构挖掘: 'agency',
  技术转移机构: 'agency',
  技术转移机构推荐: 'agency',
  重点征集: 'targeted-call',
  定向征集: 'targeted-call',
  需求征集: 'targeted-call',
};

/**
 * From: 登记表 (short forms), 高校成果征集 form, 十堰市2022科技成果调查统计. A stage is no readiness level: 中试 may be any of 5 to 7, so none
 * is made of it.
 */
export const stageAliases: Aliases<Stage> = {
  初期阶段: 'initial',
  实验室阶段: 'initial',
  实验室: 'initial',
  研发阶段: 'initial',
  小试: 'initial',
  小试阶段: 'initial',
  完成小试: 'initial',
  中期阶段: 'intermediate',
  中试: 'intermediate',
  中试阶段: 'intermediate',
  完成中试: 'intermediate',
  已有样品: 'intermediate',
  工程样机: 'intermediate',
  样机: 'intermediate',
  成熟应用: 'mature',
  成熟阶段: 'mature',
  '小规模生产（已成立项目公司）': 'mature',
  小规模生产: 'mature',
  已通过小范围转化应用: 'mature',
  '大规模、大范围应用阶段': 'mature',
  可以量产: 'mature',
  量产: 'mature',
  产业化: 'mature',
  产业化阶段: 'mature',
};

/**
 * Names of readiness levels by 青岛 2025, and 工程样机 by its criterion of level 7. 仿真级 and 功能级 are left out: editions of the standard
 * swap them between 3 and 4.
 */
export const readinessNames: Readonly<Record<string, number>> = {
  报告级: 1,
  方案级: 2,
  初样级: 5,
  正样级: 6,
  环境级: 7,
  工程样机: 7,
  产品级: 8,
  系统级: 9,
  销售级: 10,
  盈亏级: 11,
  利润级: 12,
  回报级: 13,
};

/** From: 十堰市2022科技成果调查统计, digipub.cc, kinds of licence in 民法典. */
export const cooperationAliases: Aliases<Cooperation> = {
  转让: 'transfer',
  专利转让: 'transfer',
  专利权转让: 'transfer',
  许可: 'licence',
  技术许可: 'licence',
  专利许可: 'licence',
  普通许可: 'licence',
  独占许可: 'licence',
  排他许可: 'licence',
  作价投资: 'equity',
  技术入股: 'equity',
  入股: 'equity',
  合作研发: 'joint-development',
  联合开发: 'joint-development',
  联合研发: 'joint-development',
  委托研发: 'commissioned-development',
  技术服务: 'technical-service',
  技术咨询: 'technical-service',
  自行转化: 'spin-off',
  创办企业: 'spin-off',
  自主创业: 'spin-off',
  提成: 'royalty',
  产品销售: 'product-sale',
  设备销售: 'product-sale',
};

export const ownershipAliases: Aliases<Ownership> = {
  单位: 'sole',
  单位独有: 'sole',
  独有: 'sole',
  无争议: 'sole',
  共同所有: 'joint',
  共有权属: 'joint',
  赋权: 'empowered',
  职务成果赋权: 'empowered',
  个人: 'personal',
  非职务: 'personal',
  非职务成果: 'personal',
  已许可: 'encumbered',
  已质押: 'encumbered',
  有争议: 'disputed',
};

export const resultFormAliases: Aliases<'technology' | 'process' | 'product' | 'material' | 'equipment' | 'variety'> = {
  技术: 'technology',
  工艺: 'process',
  产品: 'product',
  材料: 'material',
  装备: 'equipment',
  设备: 'equipment',
  新设备: 'equipment',
  农业新品种: 'variety',
};

export const resultLevelAliases: Aliases<'international-lead' | 'national-lead' | 'unrated'> = {
  国际领先水平: 'international-lead',
  国内领先水平: 'national-lead',
  未鉴定: 'unrated',
};

export const applicationStatusAliases: Aliases<'industrial' | 'small-scale' | 'unused'> = {
  已产业化: 'industrial',
  小批量: 'small-scale',
  小范围应用: 'small-scale',
  尚未应用: 'unused',
};

export const listingBoardAliases: Aliases<'main' | 'chinext' | 'star' | 'bse' | 'neeq' | 'unlisted'> = {
  中小板: 'main',
  沪市主板: 'main',
  深市主板: 'main',
  上交所主板: 'main',
  深交所主板: 'main',
  深交所创业板: 'chinext',
  上交所科创板: 'star',
  北京证券交易所: 'bse',
  全国股转系统: 'neeq',
  否: 'unlisted',
  非上市: 'unlisted',
};

export const sizeAliases: Aliases<'large' | 'medium' | 'small' | 'micro'> = {
  大型企业: 'large',
  中型企业: 'medium',
  小型企业: 'small',
  微型企业: 'micro',
};

export const organisationKindLabels = {
  enterprise: '企业',
  park: '园区',
  investor: '投资机构',
  'listed-company': '上市公司',
} as const;

export const organisationKindAliases: Aliases<keyof typeof organisationKindLabels> = {
  科技企业: 'enterprise',
  产业园区: 'park',
  高新区: 'park',
  投资公司: 'investor',
  创投机构: 'investor',
  上市企业: 'listed-company',
};

export const languageLabels = { zh: '中文', en: '英文', other: '其他' } as const;
