import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Meaning lifts all relevances, those of pairs that have nothing to do with one another as well, so that the two lower bands are raised, in a version of their own. A profile
 * whose bands somebody has set stays.
 */
const raiseBands = `
insert into weight_profile (version, state, settings, published_at)
select (select max(version) from weight_profile) + 1, 'published',
       (select jsonb_agg(case setting->>'key'
                           when 'band.shown' then setting || '{"value": 0.25}'
                           when 'band.related' then setting || '{"value": 0.35}'
                           else setting end order by place)
          from jsonb_array_elements(latest.settings) with ordinality as s (setting, place)),
       now()
  from (select settings from weight_profile where state = 'published' order by version desc limit 1) latest
 where latest.settings @> '[{"key": "band.shown", "value": 0.2}, {"key": "band.related", "value": 0.3}]'
`;

/** Bands for relevances that have meaning in them. */
export class BandsWithMeaning1700000000013 implements MigrationInterface {
  readonly name = 'BandsWithMeaning1700000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(raiseBands);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
