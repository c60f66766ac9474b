import type { MigrationInterface, QueryRunner } from 'typeorm';

const kinds = `
alter table import drop constraint import_kind_check;
alter table import
  add constraint import_kind_check check (kind in ('projects', 'enterprises', 'demands', 'expert-scores'));
`;

/** Reasons that people wrote, while a project is purged: of its pairs, and events that are about several projects or about what its submitter sent. */
const reasons = `
create function refuse_other_pairs() returns trigger language plpgsql as $$
begin
  if current_setting('throughtrain.purging', true) in (old.project_a::text, old.project_b::text)
     and new.reason = '' and to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason' then
    return new;
  end if;
  raise exception 'rows of % are never changed or deleted', tg_table_name;
end $$;
create trigger only_purged before update on duplicate_decision for each row execute function refuse_other_pairs();
create or replace function refuse_other_events() returns trigger language plpgsql as $$
declare
  purging text := current_setting('throughtrain.purging', true);
begin
  if new.reason = '' and to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason'
     and (purging in (old.subject_id, old.after->>'projectId')
          or old.after->'projectIds' ? purging
          or old.subject_type = 'quarantined-row' and exists (
             select from quarantined_row held join project on project.submitted_by = held.organisation_id
              where held.id::text = old.subject_id and held.kind = 'projects' and project.id::text = purging)
          or old.subject_type = 'organisation' and exists (
             select from organisation
              where id::text in (old.subject_id, old.after->>'canonicalId') and identity = 'purged:' || id)) then
    return new;
  end if;
  raise exception 'rows of % are never changed or deleted', tg_table_name;
end $$;
`;

/** An organisation that came in with a purged project alone has lost its name; so do the rows about it. */
const forgotten = `
create function refuse_known_names() returns trigger language plpgsql as $$
begin
  if exists (select from organisation where id = old.organisation_id and identity = 'purged:' || id) then
    return old;
  end if;
  raise exception 'rows of % are never changed or deleted', tg_table_name;
end $$;
drop trigger insert_only on organisation_name;
create trigger insert_only before update or truncate on organisation_name for each statement execute function refuse_change();
create trigger only_forgotten before delete on organisation_name for each row execute function refuse_known_names();
create function refuse_known_links() returns trigger language plpgsql as $$
begin
  if new.reason = '' and to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason' and exists (
     select from organisation where id in (old.alias_id, old.canonical_id) and identity = 'purged:' || id) then
    return new;
  end if;
  raise exception 'rows of % are never changed or deleted', tg_table_name;
end $$;
drop trigger insert_only on organisation_link;
create trigger insert_only before delete or truncate on organisation_link for each statement execute function refuse_change();
create trigger only_forgotten before update on organisation_link for each row execute function refuse_known_links();
`;

/** Scores of experts by file, and a purge that reaches what was told of duplicates, names and headers. */
export class PurgeAndScoreFiles1700000000010 implements MigrationInterface {
  readonly name = 'PurgeAndScoreFiles1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [kinds, reasons, forgotten]) await runner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
