import type { ImportKind } from '@throughtrain/contracts';

/** What a template says about one column. */
export interface ColumnGuidance {
  /** A value as somebody might write it; those of one kind are a record. */
  readonly example: string;
  /** What no type and no level of completeness tells, such as what may stand for the column. */
  readonly hint?: string;
}

const contact: Readonly<Record<string, ColumnGuidance>> = {
  'contact.name': { example: '林晓岚', hint: '与手机、邮箱之一同填' },
  'contact.phone': { example: '13800000000', hint: '手机与邮箱至少填一项' },
  'contact.email': { example: 'linxl@jinxi.example.cn', hint: '手机与邮箱至少填一项' },
};
const authorised = '代他人提交时填写，三项授权信息须齐全，缺少时不能推送企业';
const domains = '名称与简介合计满60字时可不填；不满60字又不填任何领域，不能参加匹配';
const stages = '成果所处阶段与技术就绪度至少填一项，都不填不能参加匹配';
const axes = '三项得分至少填一项';
const detected = '可不填，按文字自动识别';

/** What the templates say about each column, by kind and field. */
export const recordGuidance: Readonly<Record<ImportKind, Readonly<Record<string, ColumnGuidance>>>> = {
  projects: {
    externalId: { example: 'JX-2026-0017', hint: '本单位自编，同一征集渠道内不重复；再次导入时按它更新' },
    channel: { example: '高校院所公开征集' },
    secrecy: { example: '公开' },
    title: { example: '长寿命谐波减速器柔轮强化技术' },
    summary: {
      example:
        '针对协作机器人用谐波减速器柔轮易疲劳开裂的问题，采用微粒喷丸与低温渗氮复合强化，齿根残余压应力达到900MPa，台架寿命由8000小时提高到1.5万小时，已在两家企业完成小批量装机试用。',
      hint: '写清解决什么问题、怎样解决、达到什么指标，不超过4000字',
    },
    keywords: { example: '谐波减速器；柔轮；喷丸强化；疲劳寿命' },
    language: { example: '中文', hint: detected },
    seiCodes: { example: '2.1 智能制造装备产业', hint: domains },
    hteCodes: { example: '80402 机器人', hint: domains },
    stage: { example: '中期阶段（中试等）', hint: stages },
    trl: { example: '7', hint: stages },
    'institution.name': { example: '锦溪大学' },
    'institution.creditCode': { example: '12000000TT0000012W' },
    'institution.regionCode': { example: '510100 成都市' },
    'institution.group': { example: '锦溪科教集团' },
    'institution.groupCreditCode': { example: '12510100MB0A1234XP' },
    patents: { example: 'ZL299910010003；ZL299910010004' },
    duplicateGroup: { example: 'JX-CF-008', hint: '同一成果从多个渠道提交时填同一标识' },
    programme: { example: '国家重点研发计划' },
    programmeNumbers: { example: '2099YFB1300800' },
    registrationNumber: { example: '9512099Y0123' },
    innovations: { example: '喷丸与渗氮分级复合，避免薄壁变形；齿根残余应力在线评定' },
    indicators: { example: '台架寿命≥1.5万小时；传动误差≤30角秒' },
    market: { example: '用于协作机器人、半导体搬运机械手，国内年需求约60万台。' },
    forms: { example: '新工艺；新产品' },
    level: { example: '国内领先' },
    applicationStatus: { example: '小批量或小范围应用' },
    cooperation: { example: '技术许可（独占/排他/普通）；合作开发' },
    priceWan: { example: '80-150' },
    ownership: { example: '单位所有' },
    consentToPush: { example: '是' },
    ...contact,
    'authority.basis': { example: '授权书', hint: authorised },
    'authority.reference': { example: '锦溪大学科技处〔2026〕12号', hint: authorised },
    'authority.grantedOn': { example: '2026-02-10', hint: authorised },
    callId: { example: '5d6b3f0a-3a55-4f0e-9a52-6c1a8d1f2b01', hint: '只在应征重点征集时填写，编号由征集方提供' },
    'secrecyReview.reviewedOn': { example: '2026-01-20' },
    'secrecyReview.reference': { example: '锦大保审2026-031', hint: '只填编号，不填姓名' },
    confirmedOn: { example: '2026-03-01', hint: '最近一次确认内容仍然有效的日期' },
    validUntil: { example: '2027-12-31', hint: '过期后不再参加匹配；长期有效可不填' },
  },
  enterprises: {
    externalId: { example: 'QY-0032', hint: '本单位自编，不重复；再次导入时按它更新' },
    creditCode: { example: '91510100MA6C0X5K2D' },
    name: { example: '澜江精密传动有限公司' },
    kind: { example: '企业', hint: '不填视为企业' },
    regionCode: { example: '510100 成都市' },
    mainProducts: { example: '谐波减速器及机器人关节模组，年产12万台' },
    group: { example: '澜江装备集团有限公司' },
    groupCreditCode: { example: '91510100709412345T' },
    industryCode: { example: 'C34 通用设备制造业' },
    hteCodes: { example: '80402 机器人' },
    board: { example: '未上市' },
    size: { example: '中型' },
    ...contact,
    'contact.email': { example: 'linxl@lanjiang.example.cn', hint: '手机与邮箱至少填一项' },
  },
  demands: {
    externalId: { example: 'XQ-2026-008', hint: '本单位自编，不重复；再次导入时按它更新' },
    enterpriseExternalId: { example: 'QY-0032', hint: '须是已导入的企业' },
    title: { example: '谐波减速器柔轮疲劳寿命提升' },
    description: {
      example:
        '我公司25型谐波减速器柔轮在额定负载下运行约8000小时后齿根出现裂纹，希望通过材料、热处理或表面强化把寿命提高到1.2万小时以上，单件成本增加不超过30元。',
      hint: '写清现状、要解决的问题和希望达到的指标',
    },
    keywords: { example: '柔轮；疲劳裂纹；表面强化' },
    language: { example: '中文', hint: detected },
    seiCodes: { example: '2.1 智能制造装备产业' },
    hteCodes: { example: '80402 机器人' },
    industryCode: { example: 'C34 通用设备制造业' },
    indicators: { example: '台架寿命≥1.2万小时；单件成本增加≤30元' },
    budgetWan: { example: '200' },
    cooperation: { example: '合作开发；委托开发' },
    deadline: { example: '2027-06' },
  },
  'expert-scores': {
    externalId: { example: 'JX-2026-0017', hint: '须是已导入的成果' },
    channel: { example: '高校院所公开征集' },
    rater: { example: 'ZJ-021', hint: '1至32位字母、数字或 . _ -，不得填写姓名' },
    'raterInstitution.name': { example: '澜州大学' },
    'raterInstitution.creditCode': { example: '12000000TT00000169' },
    lead: { example: '85', hint: axes },
    feasibility: { example: '78', hint: axes },
    prospect: { example: '80', hint: axes },
    scoredOn: { example: '2026-05-20' },
    conflict: { example: '无' },
  },
};
