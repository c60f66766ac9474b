import type { PreparedStatement } from './type-orm-unit-of-work';

export interface StampRow {
  readonly place: number;
  readonly stamp: string;
}

/**
 * What stored lists tell changes with their own row, with the latest revisions of their projects (revisions are only added) and with a purge, which
 * erases words behind that. The version of a row is another one after each change, and the two numbers only rise, so that a stamp does not come back.
 */
const stampsSql = (table: 'shortlist' | 'pick_list', name: string, condition: string): PreparedStatement => ({
  name,
  text: `
  select asked.place::integer as place, concat_ws('.', l.id, l.xmin, told.revisions, home.purges) as stamp
    from unnest($1::uuid[], $2::uuid[]) with ordinality as asked (id, host_id, place)
    join ${table} l on ${condition} and l.host_id = asked.host_id
   cross join library_home home
   cross join lateral (
         select sum(latest.revision) as revisions
           from ${table}_entry e
          cross join lateral (
                select revision from project_revision r where r.project_id = e.project_id order by revision desc limit 1) latest
          where e.${table}_id = l.id) told`,
});

/** Stamps of shortlists by their ids `$1` and hosts `$2`. */
export const shortlistStampsSql = stampsSql('shortlist', 'shortlist.stamps', 'l.id = asked.id');

/** Stamps of pick lists by their ids `$1` and hosts `$2`. */
export const pickListStampsSql = stampsSql('pick_list', 'picks.stamps', 'l.id = asked.id');

/** Stamps of published pick lists by the ids `$1` of their roadshows and hosts `$2`. */
export const publishedStampsSql = stampsSql(
  'pick_list',
  'picks.published-stamps',
  `l.roadshow_id = asked.id and l.state = 'published'`,
);
