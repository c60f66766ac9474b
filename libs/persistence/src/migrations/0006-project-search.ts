import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What lists filter and search by, one row a project, apart from the words: most statements read no words, and what is sealed has none.
 * The words are scanned, not indexed. Measured with 50,000 projects of 500 characters: a scan takes 60 to 100 ms; an index of their
 * neighbouring characters (GIN) answers rare words in 2 ms, and takes 22 s to fill beside an import of 60 s.
 */
const tables = `
create table project_current (
  project_id uuid primary key references project,
  revision integer not null,
  status text not null,
  submitted_by uuid not null references organisation,
  channel text not null,
  entered_at timestamptz not null,
  level text not null default 'storable',
  domains text[] not null default '{}',
  sub_domains text[] not null default '{}',
  regions text[] not null default '{}',
  trl smallint,
  institution_id uuid,
  institution text collate "C",
  title_key text collate "C" not null default '',
  confirmed_on date,
  valid_until date,
  stale boolean not null
);
comment on table project_current is 'the latest revision of each project as lists read it; all of it follows from project_revision';
comment on column project_current.stale is 'a revision came in of which only number and status are taken over yet';
create index project_current_submitter on project_current (submitted_by, entered_at, project_id);
create index project_current_stale on project_current (project_id) where stale;
create table project_words (
  project_id uuid primary key references project_current on delete cascade,
  words text collate "C" not null
) with (toast_tuple_target = 8160);
comment on table project_words is 'folded title, keywords, institution and summary, a line each; kept in the row, since a search reads them all';
`;

/**
 * Whoever adds a revision, and however: a project that is sealed or withdrawn is so in every list from this statement on. The store has written
 * the rows of its own revisions by then.
 */
const trigger = `
create function note_project_revision() returns trigger language plpgsql as $$
begin
  insert into project_current as noted (project_id, revision, status, submitted_by, channel, entered_at, stale)
  select distinct on (added.project_id)
         added.project_id, added.revision, added.status, project.submitted_by, project.channel, project.created_at, true
    from added join project on project.id = added.project_id
   where not exists (
         select from project_current known where known.project_id = added.project_id and known.revision >= added.revision)
   order by added.project_id, added.revision desc
      on conflict (project_id) do update
     set revision = excluded.revision, status = excluded.status, stale = true
   where noted.revision < excluded.revision;
  delete from project_words using added where project_words.project_id = added.project_id and added.status = 'sealed';
  return null;
end $$;
create trigger note_project_revision after insert on project_revision
  referencing new table as added for each statement execute function note_project_revision();
`;

/** The rest is filled by \`fillCurrentProjects\` when all migrations are done. */
const existing = `
insert into project_current (project_id, revision, status, submitted_by, channel, entered_at, stale)
select project.id, latest.revision, latest.status, project.submitted_by, project.channel, project.created_at, true
  from project
  join lateral (
    select revision, status from project_revision where project_id = project.id order by revision desc limit 1
  ) latest on true
on conflict do nothing;
`;

/** Lists of projects that can be searched and filtered. */
export class ProjectSearch1700000000006 implements MigrationInterface {
  readonly name = 'ProjectSearch1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [tables, trigger, existing]) await runner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
