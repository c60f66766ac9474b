import type { Scope } from '@throughtrain/domain';

/** The fields of 附件2 and what a shortlist needs. */
export interface RoadshowContent {
  /** 拟对接的产业领域, as the host wrote them. */
  readonly industryDomains: readonly string[];
  /** SEI 2018 codes that they were resolved to; one shortlist each. */
  readonly domains: readonly string[];
  /** 活动时间, YYYY-MM. */
  readonly month: string;
  /** 活动地点. */
  readonly place: string;
  /** 活动规模: expected attendees. */
  readonly scale: number;
  /** 工作思路, at most 150 characters. */
  readonly approach: string;
  /** 对科技成果的需求描述, at most 100 characters; may be empty. */
  readonly brief: string;
  /** 条件保障情况, at most 100 characters. */
  readonly guarantee: string;
  readonly regionCode?: string;
  /** Places of each shortlist, 80-120. */
  readonly shortlistSize: number;
  /** Picks for the stage, 10-20. */
  readonly pickCount: number;
}

export interface Roadshow {
  readonly id: string;
  readonly content: RoadshowContent;
  readonly createdAt: Date;
}

export interface Enrolment {
  readonly enterpriseId: string;
  readonly externalId: string;
  readonly name: string;
  readonly demands: number;
}

/** Roadshows of a host and the enterprises enrolled for them. */
export abstract class RoadshowRepository {
  abstract add(scope: Scope, content: RoadshowContent): Promise<string>;
  /** @throws DomainError not-found `resource.not-found` */
  abstract find(scope: Scope, roadshowId: string): Promise<Roadshow>;
  /** Newest first, after the one with the given id. */
  abstract list(scope: Scope, after: string | undefined, limit: number): Promise<readonly Roadshow[]>;
  /**
   * Enrols enterprises of the host by their external ids; enrolling twice changes nothing.
   * @returns external ids that the host has not brought in
   */
  abstract enrol(
    scope: Scope,
    roadshowId: string,
    enterpriseExternalIds: readonly string[],
  ): Promise<readonly string[]>;
  /**
   * Takes an enterprise out again, as long as no shortlist of the roadshow is frozen.
   * @throws DomainError not-found when it is not enrolled; conflict `roadshow.shortlist-frozen`
   */
  abstract unenrol(scope: Scope, roadshowId: string, enterpriseId: string): Promise<void>;
  abstract enrolments(scope: Scope, roadshowId: string): Promise<readonly Enrolment[]>;
}
