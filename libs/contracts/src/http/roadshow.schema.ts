import { z } from 'zod';
import { roadshowExample } from './answer-examples';
import { externalId, month, regionCode } from '../records/fields';
import { listOf, pageOf } from './page.schema';
import { characters, instant } from './text';

const fields = {
  industryDomains: z
    .array(characters(50))
    .min(1)
    .max(5)
    .describe('拟对接的产业领域: SEI 2018 codes, their names, or known phrases'),
  month: month.describe('活动时间, YYYY-MM'),
  place: characters(50).describe('活动地点'),
  scale: z.int().min(1).max(100_000).describe('活动规模: 预计参会人数 (people expected)'),
  approach: characters(150).describe('工作思路, at most 150 characters'),
  brief: characters(100, 0).describe('对科技成果的需求描述, at most 100 characters; may be empty'),
  guarantee: characters(100).describe('条件保障情况, at most 100 characters'),
  regionCode: regionCode.exactOptional().describe('GB/T 2260'),
};

export const newRoadshowSchema = z
  .strictObject({
    ...fields,
    shortlistSize: z.int().min(80).max(120).default(100).describe('Places of each shortlist'),
    pickCount: z.int().min(10).max(20).default(15).describe('Projects on stage'),
  })
  .meta({
    example: {
      industryDomains: ['高端装备制造'],
      month: '2026-09',
      place: '澜州市会展中心',
      scale: 200,
      approach: '面向本市装备制造企业征集技术需求，邀请高校院所成果团队现场路演并一对一对接。',
      brief: '征集精密加工、工业机器人、数控机床关键部件领域已完成中试的科技成果',
      guarantee: '已落实活动经费和场地，组织专家评议，活动后跟踪对接一年',
      regionCode: '340200',
      shortlistSize: 100,
      pickCount: 15,
    },
  });

export const roadshowSchema = z
  .object({
    id: z.uuid(),
    industryDomains: z.array(z.string()).readonly(),
    domains: z.array(z.string()).readonly().describe('SEI 2018 codes that they were resolved to; one shortlist each'),
    month: z.string(),
    place: z.string(),
    scale: z.int(),
    approach: z.string(),
    brief: z.string(),
    guarantee: z.string(),
    regionCode: z.string().optional(),
    shortlistSize: z.int(),
    pickCount: z.int(),
    createdAt: instant,
  })
  .meta({ example: roadshowExample });
export const roadshowPageSchema = pageOf(roadshowSchema);

export const enrolSchema = z
  .strictObject({
    enterpriseExternalIds: z
      .array(externalId)
      .min(1)
      .max(3_000)
      .transform((ids) => [...new Set(ids)])
      .describe('externalId of enterprises that this host has brought in; enrolling twice changes nothing'),
  })
  .meta({ example: { enterpriseExternalIds: ['QY-001', 'QY-002'] } });
export const enrolledSchema = z.object({
  enrolled: z.int().min(0),
  unknown: z.array(z.string()).readonly().describe('Ids that the host has not brought in'),
});
export const enrolmentListSchema = listOf(
  z.object({ enterpriseId: z.uuid(), externalId: z.string(), name: z.string(), demands: z.int().min(0) }),
);
