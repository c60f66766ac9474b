import { Injectable } from '@nestjs/common';
import { DomainError, type Scope } from '@throughtrain/domain';
import { RoadshowRepository, type Enrolment, type Roadshow, type RoadshowContent } from '@throughtrain/matching';
import { onlyRow, requireOwn } from './own-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

const roadshowColumns = 'id, content, created_at as "createdAt"';

/** Roadshows of a host and the enterprises that take part. */
@Injectable()
export class SqlRoadshowRepository extends RoadshowRepository {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async add(scope: Scope, content: RoadshowContent): Promise<string> {
    const rows = await this.uow.rows<{ id: string }>(
      'insert into roadshow (host_id, content, created_by) values ($1, $2::jsonb, $3) returning id',
      [scope.organisationId, JSON.stringify(content), scope.principalId],
    );
    return onlyRow(rows).id;
  }

  async find(scope: Scope, roadshowId: string): Promise<Roadshow> {
    const rows = await this.uow.rows<Roadshow>(
      `select ${roadshowColumns} from roadshow where id = $1 and host_id = $2`,
      [roadshowId, scope.organisationId],
    );
    return onlyRow(rows);
  }

  async list(scope: Scope, after: string | undefined, limit: number): Promise<readonly Roadshow[]> {
    return this.uow.rows<Roadshow>(
      `select ${roadshowColumns}
         from roadshow
        where host_id = $1
          and ($2::uuid is null or (created_at, id) < (select created_at, id from roadshow where host_id = $1 and id = $2))
        order by created_at desc, id desc
        limit $3`,
      [scope.organisationId, after ?? null, limit],
    );
  }

  async enrol(scope: Scope, roadshowId: string, enterpriseExternalIds: readonly string[]): Promise<readonly string[]> {
    await requireOwn(this.uow, 'roadshow', scope, roadshowId);
    const known = await this.uow.rows<{ externalId: string }>(
      `with known as (
         select enterprise_id, external_id from host_enterprise where host_id = $2 and external_id = any($3::text[])
       ), enrolled as (
         insert into enrolment (roadshow_id, enterprise_id) select $1, enterprise_id from known order by enterprise_id
         on conflict do nothing
       )
       select external_id as "externalId" from known`,
      [roadshowId, scope.organisationId, enterpriseExternalIds],
    );
    const knownIds = new Set(known.map(({ externalId }) => externalId));
    return enterpriseExternalIds.filter((externalId) => !knownIds.has(externalId));
  }

  async unenrol(scope: Scope, roadshowId: string, enterpriseId: string): Promise<void> {
    await this.uow.run(async () => {
      // Freezing locks the roadshow too: either it sees the enterprise gone, or this sees the list frozen.
      onlyRow(
        await this.uow.rows('select id from roadshow where id = $1 and host_id = $2 for no key update', [
          roadshowId,
          scope.organisationId,
        ]),
      );
      const enrolment = [roadshowId, enterpriseId];
      onlyRow(await this.uow.rows('select from enrolment where roadshow_id = $1 and enterprise_id = $2', enrolment));
      const frozen = `select id from shortlist where roadshow_id = $1 and state = 'frozen' limit 1`;
      if ((await this.uow.rows(frozen, [roadshowId])).length > 0)
        throw new DomainError('conflict', 'roadshow.shortlist-frozen');
      await this.uow.rows('delete from enrolment where roadshow_id = $1 and enterprise_id = $2', enrolment);
    });
  }

  async enrolments(scope: Scope, roadshowId: string): Promise<readonly Enrolment[]> {
    await requireOwn(this.uow, 'roadshow', scope, roadshowId);
    return this.uow.rows<Enrolment>(
      `select n.enterprise_id as "enterpriseId", h.external_id as "externalId", h.content->>'name' as name,
              (select count(*)::integer from demand d where d.host_id = h.host_id and d.enterprise_id = h.enterprise_id) as demands
         from enrolment n
         join host_enterprise h on h.host_id = $2 and h.enterprise_id = n.enterprise_id
        where n.roadshow_id = $1
        order by h.external_id`,
      [roadshowId, scope.organisationId],
    );
  }
}
