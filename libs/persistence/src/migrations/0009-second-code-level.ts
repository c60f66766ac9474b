import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The setting that came with the distance of HTE codes; a profile without a weight can not be read. */
const setting = {
  key: 'domain.sameSecond',
  value: 0.7,
  unit: 'share',
  min: 0,
  max: 1,
  help: 'Value of two codes that share the second level, or one SEI code',
};

/** Gives profiles that were stored before the value of a shared second level. */
export class SecondCodeLevel1700000000009 implements MigrationInterface {
  readonly name = 'SecondCodeLevel1700000000009';

  async up(runner: QueryRunner): Promise<void> {
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
