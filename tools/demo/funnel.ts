import {
  enrolledSchema,
  invitationListSchema,
  matchRunEventSchema,
  matchRunSchema,
  pickListSchema,
  roadshowSchema,
  shortlistHeadSchema,
  shortlistListSchema,
  shortlistSchema,
} from '@throughtrain/contracts';
import { z } from 'zod';
import type { ApiClient } from '../client/api-client';

export type MatchRun = z.infer<typeof matchRunSchema>;
export type Shortlist = z.infer<typeof shortlistSchema>;
export type Invitation = z.infer<typeof invitationListSchema>['items'][number];
export type PickList = z.infer<typeof pickListSchema>;

const pollMs = 200;
/** A push of a hundred projects to some hundred enterprises takes seconds; a longer silence is a fault. */
const pushWithinMs = 60_000;

/** Describes the roadshow (fields of 附件2) and enrols the enterprises. @returns its id */
export async function openRoadshow(
  host: ApiClient,
  industryDomains: readonly string[],
  enterpriseExternalIds: readonly string[],
): Promise<string> {
  const roadshow = {
    industryDomains,
    month: '2027-05',
    place: '澜江高新区科创中心',
    scale: 200,
    approach:
      '面向本地新能源汽车零部件企业征集真实技术需求，从项目库中筛选可中试、可装车验证的成果，先推送后对接，路演现场安排一对一洽谈。',
    brief: '动力电池、电驱与功率器件、燃料电池、底盘与热管理方向，已完成小试、能在两年内装车验证的成果',
    guarantee: '提供中试场地和检测平台，对落地项目给予首年租金减免与技术合同补助。',
    regionCode: '340200',
    shortlistSize: 100,
    pickCount: 15,
  };
  const { id } = await host.call('POST', '/v1/roadshows', { json: roadshow }, roadshowSchema);
  if (enterpriseExternalIds.length > 0) {
    await host.call('PUT', `/v1/roadshows/${id}/enrolments`, { json: { enterpriseExternalIds } }, enrolledSchema);
  }
  return id;
}

/**
 * Requests a match run and follows its events to the end.
 * @throws Error when it did not complete
 */
export async function runMatch(
  host: ApiClient,
  roadshowId: string,
  onProgress: (stage: string, done: number, total: number) => void,
): Promise<MatchRun> {
  const { id } = await host.call('POST', `/v1/roadshows/${roadshowId}/match-runs`, undefined, matchRunSchema);
  for await (const event of host.events(`/v1/match-runs/${id}/events`, 'progress')) {
    const { progress } = matchRunEventSchema.parse(event);
    onProgress(progress.stage, progress.done, progress.total);
  }
  const run = await host.get(`/v1/match-runs/${id}`, matchRunSchema);
  if (run.state !== 'completed')
    throw new Error(`the match run ended ${run.state}: ${run.failureCode ?? 'no reason given'}`);
  return run;
}

export async function readShortlists(host: ApiClient, runId: string): Promise<Shortlist[]> {
  const { items } = await host.get(`/v1/match-runs/${runId}/shortlists`, shortlistListSchema);
  const lists: Shortlist[] = [];
  for (const { id } of items) lists.push(await host.get(`/v1/shortlists/${id}`, shortlistSchema));
  return lists;
}

/** Freezes a shortlist and waits until each enterprise has its part. */
export async function freezeAndPush(host: ApiClient, shortlistId: string): Promise<readonly Invitation[]> {
  await host.call('POST', `/v1/shortlists/${shortlistId}/freeze`, { json: {} }, z.unknown());
  const deadline = performance.now() + pushWithinMs;
  for (;;) {
    const { pushedAt } = await host.get(`/v1/shortlists/${shortlistId}`, shortlistHeadSchema);
    if (pushedAt !== undefined) break;
    if (performance.now() > deadline) throw new Error('the push did not end in time');
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return (await host.get(`/v1/shortlists/${shortlistId}/invitations`, invitationListSchema)).items;
}

/** Chooses picks and reserves and publishes them. @returns the list that `GET …/picks` serves */
export async function publishPicks(host: ApiClient, roadshowId: string): Promise<PickList> {
  const { id, picks } = await host.call('POST', `/v1/roadshows/${roadshowId}/pick-lists`, undefined, pickListSchema);
  // Nothing passed, which the limits explain; an empty list can not be published.
  if (picks.length === 0) return host.get(`/v1/pick-lists/${id}`, pickListSchema);
  await host.call('POST', `/v1/pick-lists/${id}/publication`, undefined, pickListSchema);
  return host.get(`/v1/roadshows/${roadshowId}/picks`, pickListSchema);
}
