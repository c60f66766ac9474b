/* What answers look like, for the OpenAPI document. A test holds each against its schema. */

const roadshowId = '5d6b3f0a-3a55-4f0e-9a52-6c1a8d1f2b01';
const runId = '8f0e2c7d-1b6a-4d38-8a2e-0d9c4f7e3b02';
const shortlistId = '1c9a7e54-62d3-4b1f-b7c8-5e2f9a0d6c03';
const invitationId = '7a2d4c18-9e5b-4f6a-8c3d-1b0e7f9a5d04';
const projectId = 'e3b8f1a6-4c7d-4e29-9b5a-2f6d8c0a1e05';
const demandId = '2f7c9d3e-8a1b-4c5d-a6e7-9b0f1c2d3e06';
const enterpriseId = '9b1e5a7c-3d2f-4a8b-b6c4-0e7d9f1a2b07';
const organisationId = '6c2f8e4a-1d7b-4a3c-9e5f-8b0d2a6c4e10';
const aliasId = '3d9a1c7e-5f2b-4e8d-a0c6-7b1f9e3d5a11';
const pickListId = '4e8d2b6f-7c1a-4d9e-8f3b-5a0c6e1d9f08';

const projectDigest = {
  status: 'active',
  title: '工业机器人用高精度谐波减速器',
  institution: '澜州大学',
  subDomain: '80401',
  stage: 'intermediate',
  trl: 7,
  programme: '国家重点研发计划',
  patents: 2,
  cooperation: ['licence', 'joint-development'],
};
const project = { projectId, revision: 1, ...projectDigest };
const summary = '采用新型齿形与材料热处理工艺，传动误差小于30角秒，寿命超过1万小时，已完成中试并在两家企业试用。';
const term = { feature: 'best', value: 0.62, weight: 0.35, contribution: 0.217, known: true };
const reason = {
  feature: 'best',
  contribution: 0.217,
  zh: '与需求“谐波减速器柔轮疲劳寿命提升”高度相关（共同关键词：谐波减速器、柔轮；匹配度0.62）',
  en: 'is closely related to the demand “谐波减速器柔轮疲劳寿命提升” (shared words: 谐波减速器, 柔轮; match 0.62)',
};
const words = [
  { word: '谐波减速器', contribution: 9.4 },
  { word: '柔轮', contribution: 7.1 },
];
const match = {
  demandId,
  demandTitle: '谐波减速器柔轮疲劳寿命提升',
  enterpriseId,
  enterpriseName: '澜州某精密传动有限公司',
  relevance: 0.58,
  match: 0.62,
};
const harmonicDrive = { text: '谐波减速器', hit: true };
const flexspline = { text: '柔轮', hit: true };
const texts = {
  project: {
    title: [{ text: '工业机器人用高精度', hit: false }, harmonicDrive],
    passages: [],
    keywords: [[harmonicDrive], [flexspline]],
  },
  demand: {
    title: [harmonicDrive, flexspline, { text: '疲劳寿命提升', hit: false }],
    passages: [[{ text: '现用', hit: false }, flexspline, { text: '不到3000小时开裂。', hit: false }]],
    keywords: [],
  },
};
const { relevance: _relevance, ...pickedFor } = match;
const bands = [
  {
    band: 'close',
    from: 0.5,
    zh: '高度相关',
    en: 'closely related',
    note: {
      zh: '经人工评判、落在此档的243对需求与项目中，每100对有77对问题或技术路线对口（95%区间71—81）。档位只说明两段文字有多接近，不代表合作成功的可能性。',
      en: 'Of 100 judged pairs of a demand and a project in this band, 77 had the right problem or route (95 %: 71 to 81; 243 pairs). A band says how near two texts are, not how likely a cooperation is.',
    },
  },
  { band: 'related', from: 0.35, zh: '相关', en: 'related' },
  { band: 'shown', from: 0.25, zh: '有一定关联', en: 'of some relation' },
];

export const importReportExample = {
  id: '0a4f6e2c-5b8d-4c1a-9e7f-3d2b6a8c1f09',
  kind: 'projects',
  state: 'completed',
  dryRun: false,
  format: 'csv',
  rowsDone: 160,
  created: 157,
  updated: 1,
  unchanged: 0,
  refused: 2,
  changed: 1,
  quarantined: 0,
  advised: 1,
  levels: { storable: 8, matchable: 30, pushable: 120 },
  faultsKept: 2,
  notesKept: 2,
  hasFile: false,
  createdAt: '2026-06-01T02:00:00.000Z',
  finishedAt: '2026-06-01T02:00:04.000Z',
};

export const importFaultPageExample = {
  items: [
    {
      row: 17,
      outcome: 'refused',
      column: 'title',
      code: 'field.required',
      message: 'is required',
      messageZh: '必填项为空',
    },
    { row: 42, outcome: 'refused', code: 'project.secrecy-not-public', messageZh: '密级不是“公开”，不得入库' },
    {
      row: 43,
      outcome: 'changed',
      column: 'stage',
      code: 'value.alias',
      messageZh: '已按对应的标准选项入库',
      value: '小试',
      became: '初期阶段（实验室、小试）',
    },
    {
      row: 44,
      outcome: 'advised',
      column: 'seiCodes',
      code: 'domain.suggested',
      messageZh: '未填写产业领域，系统根据文字给出建议，未写入记录',
      suggested: [{ list: 'sei', code: '6.3', name: '太阳能产业', score: 0.82, source: 'words-and-meaning' }],
    },
  ],
  nextCursor: '44.0',
};

export const importMappingExample = {
  columns: [
    { header: '成果名称', field: 'title' },
    { header: '成果的简介', suggestion: { field: 'summary', confidence: 0.86, because: 'header' } },
    { header: '序号', field: null },
  ],
  undecided: ['成果的简介'],
  doubled: [],
  missing: ['externalId', 'channel', 'secrecy', 'summary'],
};

export const quarantinePageExample = {
  items: [
    {
      id: '7d0f1c3b-2a4e-4b6d-8c5f-9e1a0b2c3d4e',
      importId: '0a4f6e2c-5b8d-4c1a-9e7f-3d2b6a8c1f09',
      kind: 'projects',
      row: 57,
      submittedBy: { id: organisationId, name: '澜州市技术转移中心' },
      marks: ['mark.level'],
      state: 'held',
      heldAt: '2026-06-01T02:00:03.000Z',
    },
  ],
};

export const roadshowExample = {
  id: roadshowId,
  industryDomains: ['高端装备制造'],
  domains: ['2'],
  month: '2026-09',
  place: '澜州市会展中心',
  scale: 200,
  approach: '面向本市装备制造企业征集技术需求，邀请高校院所成果团队现场路演并一对一对接。',
  brief: '征集精密加工、工业机器人、数控机床关键部件领域已完成中试的科技成果',
  guarantee: '已落实活动经费和场地，组织专家评议，活动后跟踪对接一年',
  regionCode: '340200',
  shortlistSize: 100,
  pickCount: 15,
  createdAt: '2026-06-01T02:10:00.000Z',
};

export const matchRunExample = {
  id: runId,
  roadshowId,
  state: 'completed',
  progress: { stage: 'done', done: 1, total: 1 },
  pinned: {
    now: '2026-06-01T02:20:00.000Z',
    libraryPosition: '7433219876543210987:18231',
    librarySettled: true,
    profileVersion: 1,
    analyserVersion: 'words-2',
    statisticsVersion: '2',
    relevanceVersion: 'hybrid-2',
    codeVersion: '0.2.0',
    demands: 60,
  },
  summary: {
    projectsScored: 158,
    demands: 60,
    poolSize: 151,
    pairsStored: 4210,
    bytesPerPair: 14,
    exclusions: { 'not-group-head': 2 },
    resultHash: '9f2c4d6e8a0b1c3d5e7f9a1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5',
    ms: 840,
  },
  createdAt: '2026-06-01T02:20:00.000Z',
  finishedAt: '2026-06-01T02:20:02.000Z',
};

export const shortlistExample = {
  id: shortlistId,
  runId,
  roadshowId,
  domain: '2.1',
  size: 100,
  entryCount: 1,
  state: 'draft',
  limits: [
    {
      list: 'shortlist',
      limit: 'related-projects',
      message: 'Only 1 project(s) of the domain are related to a demand or to the brief; 100 were asked for.',
      zh: '本领域内与企业需求或承办单位需求描述相关的项目仅1个，少于要求的100个。',
    },
  ],
  uncovered: [{ demandId, title: '大型铸件在线无损检测' }],
  entries: [
    {
      ...project,
      rank: 1,
      channel: 'open-call',
      otherChannels: ['agency'],
      score: 0.712345,
      best: match,
      reasons: [reason],
    },
  ],
};

export const shortlistEntryExample = {
  ...project,
  rank: 1,
  channel: 'open-call',
  otherChannels: ['agency'],
  score: 0.712345,
  summary,
  withoutCode: false,
  terms: [term],
  matches: [{ ...match, band: 'close', terms: [{ ...term, feature: 'relevance' }], words, texts }],
  bands,
  reasons: [reason],
};

const answered = {
  libraryPosition: '7433219876543210987:18231',
  librarySettled: true,
  bands,
};
const answeredPair = {
  relevance: match.relevance,
  band: 'close',
  match: match.match,
  terms: [{ ...term, feature: 'relevance' }],
  words,
  texts,
};

export const projectsForDemandExample = {
  demandId,
  demandTitle: match.demandTitle,
  ...answered,
  items: [{ ...project, channel: 'open-call', summary, duplicateIds: [], ...answeredPair }],
};

export const demandsForProjectExample = {
  projectId,
  ...answered,
  items: [
    {
      demandId,
      demandTitle: match.demandTitle,
      enterpriseId,
      enterpriseName: match.enterpriseName,
      ...answeredPair,
    },
  ],
};

export const intentExample = {
  version: 2,
  level: 3,
  modes: ['joint-development'],
  reasonCodes: [],
  suggestion: '希望现场看到样机和检测报告',
  answeredAt: '2026-06-20T08:30:00.000Z',
};

export const invitationExample = {
  id: invitationId,
  roadshowId,
  shortlistId,
  enterpriseId,
  enterpriseName: match.enterpriseName,
  hostName: '澜江高新技术产业开发区管理委员会',
  domain: { code: '2.1', name: '智能制造装备产业' },
  industryDomains: ['高端装备制造'],
  place: '澜州市会展中心',
  month: '2026-09',
  deadline: '2026-07-31',
  projects: 1,
  answered: 1,
  createdAt: '2026-06-10T01:00:00.000Z',
  items: [
    {
      ...projectDigest,
      position: 1,
      projectId,
      summary,
      demandId,
      demandTitle: match.demandTitle,
      relevance: match.relevance,
      band: 'close',
      match: match.match,
      words,
      texts,
      intent: intentExample,
    },
  ],
  bands,
};

export const pickListExample = {
  id: pickListId,
  roadshowId,
  version: 1,
  state: 'draft',
  profileVersion: 1,
  requested: 15,
  limits: [],
  createdAt: '2026-08-01T02:00:00.000Z',
  picks: [
    {
      ...project,
      position: 1,
      summary,
      score: 0.654321,
      terms: [{ feature: 'intent', value: 0.31, weight: 0.35, contribution: 0.1085, known: true }],
      reasons: [
        {
          feature: 'intent',
          contribution: 0.1085,
          zh: '收到6家企业答复，其中4家希望进一步了解或对接',
          en: '6 enterprise(s) answered, 4 of them want to know more or to meet',
        },
      ],
      best: pickedFor,
      answers: { count: 6, interested: 4 },
      pinned: false,
    },
  ],
  reserves: [],
};

export const callExample = {
  id: '6b1d8e3f-2c9a-4f5b-8d7e-1a0c3b5f7e10',
  hostName: '澜江高新技术产业开发区管理委员会',
  roadshowId,
  title: '“智能制造装备产业”领域科技成果重点征集',
  text: '根据2026年9月在澜州市会展中心举办的科技成果直通车路演活动的对接需求，现面向高校、院所、科研人员和技术转移机构，重点征集能够解决下列技术需求的科技成果：\n1．大型铸件在线无损检测',
  domains: ['2.1'],
  subDomains: ['80401'],
  demands: [{ demandId, title: '大型铸件在线无损检测', industryCode: 'C34', regionCode: '340200' }],
  opens: '2026-06-05',
  closes: '2026-07-05',
  state: 'open',
  submissions: 3,
  createdAt: '2026-06-05T02:00:00.000Z',
};

export const organisationExample = {
  id: aliasId,
  name: '澜州某精密传动有限公司',
  kind: 'institution',
  creditCodeRemarks: [],
  canonicalId: organisationId,
  names: [{ name: '澜州某精密传动有限公司', source: 'projects', firstSeenAt: '2026-05-01T02:00:00.000Z' }],
  aliases: [],
  links: [{ aliasId, canonicalId: organisationId, madeBy: 'rule', madeAt: '2026-06-01T02:00:00.000Z' }],
};

export const libraryPageExample = {
  items: [
    {
      id: projectId,
      ...projectDigest,
      summary,
      channel: 'open-call',
      keywords: ['谐波减速器', '柔轮', '工业机器人'],
      seiCodes: ['2.1'],
      hteCodes: ['80401'],
      regionCode: '340200',
      priceWan: { min: 300, max: 500 },
      isOwn: false,
      hits: [
        { field: 'title', start: 9, end: 14 },
        { field: 'keywords', keyword: 0, start: 0, end: 5 },
      ],
      snippet: [{ text: summary, hit: false }],
    },
  ],
};

export const projectCountsExample = {
  total: 1,
  facets: {
    domain: [
      { value: '2', name: '高端装备制造产业', projects: 1 },
      { value: '2.1', name: '智能制造装备产业', projects: 1 },
    ],
    subDomain: [{ value: '80401', projects: 1 }],
    channel: [{ value: 'open-call', name: '高校院所公开征集', projects: 1 }],
    region: [
      { value: '340000', name: '安徽省', projects: 1 },
      { value: '340200', name: '芜湖市', projects: 1 },
    ],
    trl: [{ value: '7', projects: 1 }],
    institution: [{ value: enterpriseId, name: '澜州大学', projects: 1 }],
    status: [{ value: 'active', projects: 1 }],
    level: [{ value: 'matchable', projects: 1 }],
  },
};
