import {
  AuditLog,
  Clock,
  dayInChina,
  DomainError,
  resolveIndustryDomains,
  UnitOfWork,
  type Scope,
} from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { CallRepository, type Call, type CallContent } from '../ports/call.repository.port';
import { RoadshowRepository } from '../ports/roadshow.repository.port';
import { calledDemands, draftCall } from './draft-call';

interface Days {
  /** YYYY-MM-DD; today in China when it is absent. */
  readonly opens?: string;
  readonly closes: string;
}

interface Words {
  readonly title: string;
  readonly text: string;
  /** As the host names them. */
  readonly industryDomains: readonly string[];
  readonly subDomains: readonly string[];
}

/** A call that the host words itself, with demands of its choice. */
export interface OwnCall extends Days, Words {
  readonly demandIds: readonly string[];
}

/** A call for the demands that a roadshow leaves uncovered, worded by the service where the host says nothing else. */
export interface CallFromUncovered extends Days, Partial<Words> {
  readonly roadshowId: string;
}

/** Calls for projects that answer certain demands (根据需求重点征集). */
@Injectable()
export class CreateCall {
  constructor(
    private readonly calls: CallRepository,
    private readonly roadshows: RoadshowRepository,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError invalid `domain.unknown`, `call.closing-day-past`; not-found; conflict `call.no-shortlist`, `call.nothing-uncovered`
   */
  async execute(scope: Scope, wanted: OwnCall | CallFromUncovered): Promise<Call> {
    const today = dayInChina(this.clock.now());
    const { opens = today, closes } = wanted;
    if (closes < opens || closes < today) throw new DomainError('invalid', 'call.closing-day-past');
    return this.uow.run(async () => {
      const worded =
        'roadshowId' in wanted ? await this.fromUncovered(scope, wanted) : await this.fromWords(scope, wanted);
      const id = await this.calls.add(scope, { ...worded, opens, closes });
      await this.audit.record(scope, {
        action: 'call.create',
        subjectType: 'call',
        subjectId: id,
        after: { demandIds: worded.demands.map(({ demandId }) => demandId), domains: worded.domains, opens, closes },
      });
      return this.calls.find(scope, id, today);
    });
  }

  private async fromWords(
    scope: Scope,
    { title, text, industryDomains, subDomains, demandIds }: OwnCall,
  ): Promise<Omit<CallContent, keyof Days>> {
    const demands = calledDemands(await this.calls.demands(scope, demandIds));
    return { title, text, domains: resolveIndustryDomains(industryDomains), subDomains, demands };
  }

  private async fromUncovered(
    scope: Scope,
    { roadshowId, title, text, industryDomains, subDomains }: CallFromUncovered,
  ): Promise<Omit<CallContent, keyof Days>> {
    const { content } = await this.roadshows.find(scope, roadshowId);
    const demandIds = await this.calls.uncovered(scope, roadshowId);
    if (demandIds.length === 0) throw new DomainError('conflict', 'call.nothing-uncovered');
    const demands = await this.calls.demands(scope, demandIds);
    const draft = draftCall(content, demands);
    return {
      roadshowId,
      title: title ?? draft.title,
      text: text ?? draft.text,
      domains: industryDomains === undefined ? draft.domains : resolveIndustryDomains(industryDomains),
      subDomains: subDomains ?? draft.subDomains,
      demands: calledDemands(demands),
    };
  }
}
