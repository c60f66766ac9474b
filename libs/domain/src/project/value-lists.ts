/** Coded values of records, each with the label of the official form. A file may carry the code or the label. */
export const channelLabels = {
  'national-programme': '对接国家科技计划项目成果',
  'open-call': '高校院所公开征集',
  'self-nominated': '科研人员自主推荐',
  agency: '技术转移机构挖掘',
  'targeted-call': '根据需求重点征集',
} as const;
export type Channel = keyof typeof channelLabels;

export const stageLabels = {
  initial: '初期阶段（实验室、小试）',
  intermediate: '中期阶段（中试等）',
  mature: '成熟应用阶段',
  other: '其他',
} as const;
export type Stage = keyof typeof stageLabels;

export const cooperationLabels = {
  transfer: '技术转让',
  licence: '技术许可（独占/排他/普通）',
  equity: '作价入股',
  'joint-development': '合作开发',
  'commissioned-development': '委托开发',
  'technical-service': '技术服务/咨询',
  'spin-off': '自行转化/创办企业',
  royalty: '技术提成',
  'product-sale': '产品/设备销售',
  other: '其他',
} as const;
export type Cooperation = keyof typeof cooperationLabels;

export const ownershipLabels = {
  sole: '单位所有',
  joint: '共有',
  empowered: '赋权（所有权/长期使用权）',
  personal: '个人非职务',
  encumbered: '存在许可或质押（说明）',
  disputed: '存在争议',
} as const;
export type Ownership = keyof typeof ownershipLabels;

/** 成果体现形式. */
export const resultFormLabels = {
  technology: '新技术',
  process: '新工艺',
  product: '新产品',
  material: '新材料',
  equipment: '新装备',
  medicine: '生物医药品种',
  variety: '动植物新品种',
  mineral: '矿产新品种',
  standard: '标准',
  other: '其他应用技术',
} as const;

/** 成果水平, as its owner declares it. */
export const resultLevelLabels = {
  'international-lead': '国际领先',
  'international-advanced': '国际先进',
  'national-lead': '国内领先',
  'national-advanced': '国内先进',
  other: '其他',
  unrated: '未评价',
} as const;

/** 应用状态. */
export const applicationStatusLabels = {
  industrial: '产业化应用',
  'small-scale': '小批量或小范围应用',
  trial: '试用',
  discontinued: '应用后停用',
  unused: '未应用',
  other: '其他',
} as const;

/** By what right somebody submits a project for its owner. */
export const authorityBasisLabels = {
  commission: '委托协议',
  letter: '授权书',
  recommendation: '单位推荐函',
  'programme-office': '计划管理部门移交',
} as const;

/** 上市情况与板块. */
export const listingBoardLabels = {
  main: '主板',
  chinext: '创业板',
  star: '科创板',
  bse: '北交所',
  neeq: '新三板',
  other: '其他',
  unlisted: '未上市',
} as const;

export const sizeLabels = { large: '大型', medium: '中型', small: '小型', micro: '微型' } as const;

/** What an expert declares about a project before judging it. */
export const conflictLabels = { none: '无', declared: '有' } as const;
export const conflictAliases: Readonly<Record<string, keyof typeof conflictLabels>> = {
  无利益冲突: 'none',
  不存在: 'none',
  没有: 'none',
  否: 'none',
  有利益冲突: 'declared',
  存在: 'declared',
  是: 'declared',
};

/** Why an enterprise declined. */
export const declineReasonLabels = {
  'not-our-business': '与主业不符',
  'have-a-solution': '技术已有或落后',
  'too-early': '成熟度不足',
  'too-costly': '成本过高',
  'conditions-differ': '规模或条件不匹配',
  'figures-not-met': '指标不满足',
  'ip-concern': '知识产权顾虑',
  'too-little-information': '信息不足',
  'already-in-contact': '已在接触',
  other: '其他',
} as const;
export type DeclineReason = keyof typeof declineReasonLabels;

/** 0 不感兴趣, 1 了解即可, 2 希望进一步了解, 3 希望现场对接, 4 明确合作意向. */
export type IntentLevel = 0 | 1 | 2 | 3 | 4;
