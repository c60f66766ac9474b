import { Injectable } from '@nestjs/common';
import type { Scope } from '@throughtrain/domain';
import { ProjectPurge, ProjectStore, type PurgedProject } from '@throughtrain/ingestion';
import { refreshCurrentProjects } from './current-projects';
import { onlyRow } from './own-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

/** What a purged revision says: as little as a record can. */
const nothing = JSON.stringify({
  title: '',
  summary: '',
  keywords: [],
  seiCodes: [],
  hteCodes: [],
  patents: [],
  cooperation: [],
  consentToPush: false,
});

/** Statements that erase the words of the project $1 in insert-only tables; a table of this kind needs the trigger `only_purged` too. */
const recordedWords: readonly string[] = [
  `update project_revision set content = '${nothing}', content_hash = '', institution_id = null where project_id = $1`,
  `update project_analysis set terms = '' where project_id = $1`,
  `update shortlist_entry
      set reasons = '[]', matches = (select coalesce(jsonb_agg(m || '{"words": []}' order by place), '[]')
                                       from jsonb_array_elements(matches) with ordinality as x (m, place))
    where project_id = $1`,
  `update invitation_project set words = '[]' where project_id = $1`,
  `update pick_directive set reason = '' where project_id = $1`,
  `update pick_list_entry set reasons = '[]', best = best || '{"words": []}' where project_id = $1`,
  `update intent set suggestion = null where project_id = $1 and suggestion is not null`,
  `update audit_event set reason = ''
    where $1::text in (subject_id, after->>'projectId') and reason <> '' and action not in ('project.seal', 'project.purge')`,
];

const submitter = '(select submitted_by from project where id = $1)';

/** Statements for all other tables. What a file of the submitter held can not be told row by row, so all of its project imports go. */
const otherWords: readonly string[] = [
  'delete from contact where project_id = $1',
  `delete from upload_chunk using import
    where import.id = upload_chunk.import_id and import.organisation_id = ${submitter} and import.kind = 'projects'`,
  `update import set state = 'failed', failure_code = 'import.purged', finished_at = now(), lease_until = null, fence = fence + 1, proposal = null
    where organisation_id = ${submitter} and kind = 'projects' and state in ('staging', 'queued', 'running', 'awaiting-mapping')`,
  `update import_fault set value = null, became = null, column_name = null
     from import
    where import.id = import_fault.import_id and import.organisation_id = ${submitter} and import.kind = 'projects'
      and (value is not null or became is not null or column_name is not null)`,
];

// An institution that came in with the project alone goes with it.
const institutionsSql = `select distinct institution_id as id from project_revision where project_id = $1 and institution_id is not null`;
const forgetInstitutionsSql = `
  update organisation o
     set identity = 'purged:' || o.id, name = '（已清除）', credit_code = null, region_code = null, group_name = null
   where o.id = any($1::uuid[])
     and not exists (select from project_revision where institution_id = o.id)
     and not exists (select from principal where organisation_id = o.id)
     and not exists (select from host_enterprise where enterprise_id = o.id)
     and not exists (select from rater where institution_id = o.id)
     and not exists (select from organisation_link where o.id in (alias_id, canonical_id))`;
const forgetNamesSql = `
  update organisation_name named
     set name = '', folded = 'purged:' || gen_random_uuid()
    from organisation o
   where o.id = named.organisation_id and o.id = any($1::uuid[]) and o.identity = 'purged:' || o.id`;

/** Erases words behind the insert-only triggers, which let it through for one sealed project at a time. */
@Injectable()
export class SqlProjectPurge extends ProjectPurge {
  constructor(
    private readonly uow: TypeOrmUnitOfWork,
    private readonly projects: ProjectStore,
  ) {
    super();
  }

  seal(operator: Scope, projectId: string): Promise<PurgedProject> {
    return this.uow.run(async () => {
      const project = onlyRow(
        await this.uow.rows<PurgedProject>(
          `select channel, external_id as "externalId", submitted_by as "submitterId" from project where id = $1 for no key update`,
          [projectId],
        ),
      );
      // In the name of the submitter, whose project it is, by the operator, who does it.
      await this.projects.sealByKey({ ...operator, organisationId: project.submitterId }, [project]);
      return project;
    });
  }

  async eraseWords(projectId: string): Promise<void> {
    await this.uow.run(async () => {
      const institutions = await this.uow.rows<{ id: string }>(institutionsSql, [projectId]);
      await this.uow.rows('select begin_purge($1)', [projectId]);
      for (const sql of recordedWords) await this.uow.rows(sql, [projectId]);
      await this.uow.rows(forgetInstitutionsSql, [institutions.map(({ id }) => id)]);
      await this.uow.rows(forgetNamesSql, [institutions.map(({ id }) => id)]);
      await this.uow.rows('select end_purge()');
      for (const sql of otherWords) await this.uow.rows(sql, [projectId]);
      await refreshCurrentProjects((sql, parameters) => this.uow.rows(sql, parameters), [projectId]);
    });
  }
}
