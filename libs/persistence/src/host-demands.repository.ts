import { Injectable } from '@nestjs/common';
import type { Scope } from '@throughtrain/domain';
import { HostDemands, LibraryFeed, type DemandSnapshot, type RunDemand } from '@throughtrain/matching';
import { encoderInForceSql } from './encoding.repository';
import { runDemandColumns, runDemandJoins, type RunDemandRow } from './match-run-snapshot';
import { onlyRow } from './own-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

const demandsSql = `
  select ${runDemandColumns}
    from host_enterprise h
    ${runDemandJoins}
   where h.host_id = $1 and ($2::uuid is null or d.id = $2)
   order by d.id
   limit $3`;

const declinedSql = `
  select distinct v.enterprise_id as "enterpriseId", t.project_id as "projectId"
    from invitation v
    join intent t on t.invitation_id = v.id and t.current and t.level = 0
   where v.host_id = $1 and v.enterprise_id = any($2::uuid[])
   order by 1, 2`;

/** Demands of a host as they stand, read as a run reads those of a roadshow. */
@Injectable()
export class SqlHostDemands extends HostDemands {
  constructor(
    private readonly uow: TypeOrmUnitOfWork,
    private readonly feed: LibraryFeed,
  ) {
    super();
  }

  async one(scope: Scope, demandId: string, analyserVersion: string): Promise<DemandSnapshot> {
    const demands = await this.read(scope, demandId, 1);
    onlyRow(demands);
    return this.snapshot(scope, demands, analyserVersion);
  }

  async all(scope: Scope, most: number, analyserVersion: string): Promise<DemandSnapshot> {
    return this.snapshot(scope, await this.read(scope, null, most), analyserVersion);
  }

  private async read(scope: Scope, demandId: string | null, most: number): Promise<RunDemand[]> {
    const rows = await this.uow.rows<RunDemandRow>(demandsSql, [scope.organisationId, demandId, most]);
    return rows.map((demand): RunDemand => withoutNulls(demand));
  }

  private async snapshot(
    scope: Scope,
    demands: readonly RunDemand[],
    analyserVersion: string,
  ): Promise<DemandSnapshot> {
    const enterpriseIds = [...new Set(demands.map(({ enterpriseId }) => enterpriseId))];
    const declined = await this.uow.rows<{ enterpriseId: string; projectId: string }>(declinedSql, [
      scope.organisationId,
      enterpriseIds,
    ]);
    const [encoder] = await this.uow.rows<{ encoder_version: string }>(encoderInForceSql(1), [analyserVersion]);
    return {
      libraryPosition: await this.feed.position(),
      ...(encoder && { encoderVersion: encoder.encoder_version }),
      demands,
      declined: declined.map(({ enterpriseId, projectId }) => [enterpriseId, projectId] as const),
    };
  }
}
