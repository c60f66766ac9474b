import { Injectable } from '@nestjs/common';
import type { ProjectRecord } from '@throughtrain/contracts';
import type { Channel, ProjectStatus, Scope } from '@throughtrain/domain';
import {
  ProjectSearch,
  projectFacets,
  type FacetValue,
  type ListedProject,
  type ListPart,
  type ListPlace,
  type Placed,
  type ProjectCounts,
  type ProjectFacet,
  type ProjectFilter,
  type StoredProject,
} from '@throughtrain/ingestion';
import { refreshStaleProjects } from './current-projects';
import { countSql, pageSql, Parameters } from './project-list';
import type { CurrentRow } from './project.repository';
import { shownProjectColumns, type ShownProject } from './project-row';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

/** Rounds of 500 rows that one request catches up with; what is left then is not shown as it is for a moment. */
const mostRounds = 10;

// What is sealed is told to nobody, its submitter included.
const ownColumns = `
  page.project_id as id, page.revision, page.status, r.recorded_at as "recordedAt",
  jsonb_build_object('id', submitter.id, 'name', submitter.name, 'kind', submitter.kind, 'creditCode', submitter.credit_code) as submitter,
  case when page.status = 'sealed' then jsonb_build_object('channel', p.channel, 'externalId', p.external_id) else r.content end as record`;

const libraryColumns = (organisation: string): string => `
  page.project_id as id, page.channel, ${shownProjectColumns},
  coalesce(r.content->'keywords', '[]') as keywords, coalesce(r.content->'seiCodes', '[]') as "seiCodes",
  coalesce(r.content->'hteCodes', '[]') as "hteCodes", r.content->'institution'->>'regionCode' as "regionCode",
  r.content->'priceWan' as "priceWan", page.submitted_by = ${organisation} as "isOwn"`;

interface OwnRow {
  readonly id: string;
  readonly revision: number;
  readonly status: ProjectStatus;
  readonly record: ProjectRecord;
  readonly recordedAt: Date;
  readonly submitter: CurrentRow['submitter'];
  readonly place: ListPlace;
}

type LibraryRow = ShownProject & {
  readonly id: string;
  readonly channel: Channel;
  readonly keywords: readonly string[];
  readonly seiCodes: readonly string[];
  readonly hteCodes: readonly string[];
  readonly regionCode: string | null;
  readonly priceWan: NonNullable<ListedProject['priceWan']> | null;
  readonly isOwn: boolean;
  readonly place: ListPlace;
};

interface CountRow {
  readonly facet: ProjectFacet | 'total';
  readonly value: string;
  readonly projects: number;
}

/** Lists over `project_current` and `project_words`. */
@Injectable()
export class SqlProjectSearch extends ProjectSearch {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async own(scope: Scope, filter: ProjectFilter, part: ListPart): Promise<readonly Placed<StoredProject>[]> {
    await this.catchUp();
    const to = new Parameters();
    const rows = await this.uow.rows<OwnRow>(
      `select ${ownColumns}, page.place
         from (${pageSql(scope, filter, part, to)}) page
         join project p on p.id = page.project_id
         join organisation submitter on submitter.id = p.submitted_by
         join project_revision r on r.project_id = page.project_id and r.revision = page.revision
        order by page.position`,
      to.values,
    );
    return rows.map(({ place, submitter, ...item }) => ({
      place,
      item: { ...item, submittedBy: withoutNulls(submitter) },
    }));
  }

  async library(scope: Scope, filter: ProjectFilter, part: ListPart): Promise<readonly Placed<ListedProject>[]> {
    await this.catchUp();
    const to = new Parameters();
    const rows = await this.uow.rows<LibraryRow>(
      `select ${libraryColumns(to.add(scope.organisationId))}, page.place
         from (${pageSql(scope, filter, part, to)}) page
         join project_revision r on r.project_id = page.project_id and r.revision = page.revision
        cross join lateral (select page.status) latest
        cross join lateral (select r.content) told
        order by page.position`,
      to.values,
    );
    return rows.map(({ place, ...row }) => ({ place, item: withoutNulls(row) }));
  }

  async count(scope: Scope, filter: ProjectFilter): Promise<ProjectCounts> {
    await this.catchUp();
    const to = new Parameters();
    const rows = await this.uow.rows<CountRow>(countSql(scope, filter, to), to.values);
    const names = await this.institutionNames(rows);
    const valuesOf = (wanted: ProjectFacet): readonly FacetValue[] =>
      rows
        .filter(({ facet }) => facet === wanted)
        .map(({ value, projects }) => ({ value, projects, ...withoutNulls({ name: names.get(value) ?? null }) }));
    const facets = Object.fromEntries(projectFacets.map((facet) => [facet, valuesOf(facet)]));
    return {
      total: rows.find(({ facet }) => facet === 'total')?.projects ?? 0,
      facets: facets as Record<ProjectFacet, readonly FacetValue[]>,
    };
  }

  /** Revisions that came in past the store, say of an operator by hand, are shown as they are, too. */
  private async catchUp(): Promise<void> {
    for (let round = 0; round < mostRounds; round += 1) {
      const [stale] = await this.uow.rows('select from project_current where stale limit 1');
      if (stale === undefined) return;
      const hasMore = await this.uow.run(() =>
        refreshStaleProjects((sql, parameters) => this.uow.rows(sql, parameters)),
      );
      if (!hasMore) return;
    }
  }

  private async institutionNames(rows: readonly CountRow[]): Promise<ReadonlyMap<string, string>> {
    const ids = rows.filter(({ facet }) => facet === 'institution').map(({ value }) => value);
    const found = await this.uow.rows<{ id: string; name: string }>(
      'select id, name from organisation where id = any($1::uuid[])',
      [ids],
    );
    return new Map(found.map(({ id, name }) => [id, name]));
  }
}
