import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The setting that came with the scores; a profile without it can not be read. */
const setting = {
  key: 'quality.priorRaters',
  value: 1,
  unit: 'experts',
  min: 0,
  max: 20,
  help: 'Experts that the stated rules count as beside those who scored',
};

const tables = `
create table rater (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation,
  code text not null,
  institution_id uuid references organisation,
  created_at timestamptz not null default now(),
  unique (organisation_id, code)
);
comment on table rater is 'an expert under the code of the organisation that asked; whose code it is, only that organisation knows';
create table expert_score (
  id bigint generated always as identity primary key,
  project_id uuid not null references project,
  rater_id uuid not null references rater,
  lead smallint check (lead between 0 and 100),
  feasibility smallint check (feasibility between 0 and 100),
  prospect smallint check (prospect between 0 and 100),
  scored_on date not null,
  has_conflict boolean not null,
  recorded_by uuid not null references principal,
  recorded_at timestamptz not null default now(),
  txid xid8 not null default pg_current_xact_id(),
  check (coalesce(lead, feasibility, prospect) is not null)
);
create index expert_score_project on expert_score (project_id, rater_id);
create trigger insert_only before update or delete or truncate on expert_score for each statement execute function refuse_change();
`;

/** Scores of experts on the three axes of the notice. */
export class ExpertScores1700000000007 implements MigrationInterface {
  readonly name = 'ExpertScores1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query('alter table weight_profile disable trigger insert_only');
    await runner.query(
      `update weight_profile set settings = settings || jsonb_build_array($1::jsonb)
        where not exists (select from jsonb_array_elements(settings) known where known->>'key' = $1::jsonb->>'key')`,
      [JSON.stringify(setting)],
    );
    await runner.query('alter table weight_profile enable trigger insert_only');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
