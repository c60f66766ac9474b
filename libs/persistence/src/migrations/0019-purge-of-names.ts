import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A name under which an organisation was seen goes with the organisation, when a purge has taken its own. */
const names = `
create function refuse_other_names() returns trigger language plpgsql as $$
begin
  if current_setting('throughtrain.purging', true) <> '' and new.name = ''
     and exists (select from organisation where id = old.organisation_id and identity = 'purged:' || id) then
    return new;
  end if;
  raise exception 'rows of % are never changed or deleted', tg_table_name;
end $$;
create trigger only_purged before update on organisation_name for each row execute function refuse_other_names();
`;

/** Lets a purge reach the names of organisations, which came after it. */
export class PurgeOfNames1700000000019 implements MigrationInterface {
  readonly name = 'PurgeOfNames1700000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(names);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
