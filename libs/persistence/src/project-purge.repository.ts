import { Injectable } from '@nestjs/common';
import type { Scope } from '@throughtrain/domain';
import {
  DuplicateStore,
  ProjectPurge,
  ProjectStore,
  purgedRowReason,
  type PurgedProject,
} from '@throughtrain/ingestion';
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

const submitter = '(select submitted_by from project where id = $1::uuid)';

/** Statements that erase the words of the project $1 in insert-only tables; a table of this kind needs the trigger `only_purged` too. */
const recordedWords: readonly string[] = [
  `update project_revision set content = '${nothing}', content_hash = '', institution_id = null where project_id = $1`,
  `update project_analysis set terms = '' where project_id = $1`,
  `update project_vector set numbers = '' where project_id = $1`,
  `update shortlist_entry
      set reasons = '[]', matches = (select coalesce(jsonb_agg(m || '{"words": [], "nearWords": [], "indicators": []}' order by place), '[]')
                                       from jsonb_array_elements(matches) with ordinality as x (m, place))
    where project_id = $1`,
  `update invitation_project set words = '[]' where project_id = $1`,
  `update pick_directive set reason = '' where project_id = $1`,
  `update pick_list_entry set reasons = '[]', best = best || '{"words": []}' where project_id = $1`,
  `update intent set suggestion = null where project_id = $1 and suggestion is not null`,
  `update duplicate_decision set reason = ''
    where $1 in (project_a, project_b) and decided_by is not null and reason <> ''`,
  `update audit_event set reason = ''
    where reason <> '' and action not in ('project.seal', 'project.purge')
      and ($1::text in (subject_id, after->>'projectId') or after->'projectIds' ? $1::text
           or subject_type = 'quarantined-row' and subject_id in (
              select id::text from quarantined_row where kind = 'projects' and organisation_id = ${submitter}))`,
];

/**
 * Statements for all other tables. What files and rows of the submitter held can not be told apart by project, so all of its project imports go.
 * That a pair was told stays, or what is held beside the project would be let go.
 */
const otherWords: readonly string[] = [
  'delete from contact where project_id = $1',
  `update duplicate_evidence set evidence = '{}' where $1 in (project_a, project_b) and evidence <> '{}'`,
  'delete from duplicate_key where project_id = $1',
  `update duplicate_check set keys = '{}' where project_id = $1 and keys <> '{}'`,
  'delete from project_words where project_id = $1',
  `delete from upload_chunk using import
    where import.id = upload_chunk.import_id and import.organisation_id = ${submitter} and import.kind = 'projects'`,
  `update import set state = 'failed', failure_code = 'import.purged', finished_at = now(), lease_until = null, fence = fence + 1
    where organisation_id = ${submitter} and kind = 'projects' and state in ('staging', 'queued', 'running', 'awaiting-mapping')`,
  `update import set mapping = null, proposal = null, other_sheets = null
    where organisation_id = ${submitter} and kind = 'projects'
      and (mapping is not null or proposal is not null or other_sheets is not null)`,
  `delete from import_mapping where organisation_id = ${submitter} and kind = 'projects'`,
  `update import_fault set value = null, became = null, column_name = null, suggested = null
     from import
    where import.id = import_fault.import_id and import.organisation_id = ${submitter} and import.kind = 'projects'
      and (value is not null or became is not null or column_name is not null or suggested is not null)`,
  `update quarantined_row set reason = ''
    where organisation_id = ${submitter} and kind = 'projects' and reason <> '' and reason <> '${purgedRowReason}'`,
];

/** Tells whoever keeps words of the library in memory or in files. */
const countPurge = 'update library_home set purges = purges + 1';

const institutionsSql = `select distinct institution_id as id from project_revision where project_id = $1 and institution_id is not null`;

/** An institution that came in with the project alone goes with it: first its name, then what was told of it. Other ids are left alone. */
const forgetInstitutions: readonly string[] = [
  `update organisation o
      set identity = 'purged:' || o.id, name = '（已清除）', credit_code = null, region_code = null, group_name = null
    where o.id = any($1::uuid[])
      and not exists (select from project_revision where institution_id = o.id)
      and not exists (select from principal where organisation_id = o.id)
      and not exists (select from host_enterprise where enterprise_id = o.id)
      and not exists (select from rater where institution_id = o.id)`,
  `delete from organisation_name using organisation o
    where o.id = organisation_id and o.id = any($1::uuid[]) and o.identity = 'purged:' || o.id`,
  `update organisation_link set reason = '' from organisation o
    where o.id in (alias_id, canonical_id) and o.id = any($1::uuid[]) and o.identity = 'purged:' || o.id and reason <> ''`,
  `update audit_event set reason = '' from organisation o
    where subject_type = 'organisation' and o.id::text in (subject_id, after->>'canonicalId')
      and o.id = any($1::uuid[]) and o.identity = 'purged:' || o.id and reason <> ''`,
];

/** Erases words behind the insert-only triggers, which let it through for one sealed project at a time. */
@Injectable()
export class SqlProjectPurge extends ProjectPurge {
  constructor(
    private readonly uow: TypeOrmUnitOfWork,
    private readonly projects: ProjectStore,
    private readonly duplicates: DuplicateStore,
  ) {
    super();
  }

  seal(operator: Scope, projectId: string): Promise<PurgedProject> {
    return this.uow.run(async () => {
      // A comparison under way has read words, and would write of them afterwards.
      await this.duplicates.enter();
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
      const ids = institutions.map(({ id }) => id);
      for (const sql of forgetInstitutions) await this.uow.rows(sql, [ids]);
      await this.uow.rows('select end_purge()');
      for (const sql of otherWords) await this.uow.rows(sql, [projectId]);
      await refreshCurrentProjects((sql, parameters) => this.uow.rows(sql, parameters), [projectId]);
      await this.uow.rows(countPurge);
    });
  }
}
