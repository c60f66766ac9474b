import type { ContactSubject } from '@throughtrain/ingestion';

/** The least level of an answer that wants to meet: 希望现场对接. */
const leastMeetingLevel = 3;

/**
 * How the organisation `$2` stands to the contact of `$1`: one row of `ContactStanding`, none when there is no such record. Nobody but an
 * operator outside of the service sees anything of a sealed project. A host loses sight with the consent.
 */
export const standingSql: Readonly<Record<ContactSubject['kind'], string>> = {
  project: `
    select p.submitted_by = $2 and latest.status <> 'sealed' as "isKeeper",
           latest.status = 'active' and coalesce(latest.content->>'consentToPush' = 'true', false)
             and exists (select from shortlist s join shortlist_entry e on e.shortlist_id = s.id
                          where s.host_id = $2 and s.state = 'frozen' and e.project_id = p.id) as "isListed",
           exists (select from invitation v join intent t on t.invitation_id = v.id
                    where v.host_id = $2 and t.project_id = p.id and t.current and t.level >= ${leastMeetingLevel})
             or exists (select from pick_list l join pick_list_entry e on e.pick_list_id = l.id
                         where l.host_id = $2 and l.state = 'published' and e.list = 'pick' and e.project_id = p.id) as "isAgreed"
      from project p
     cross join lateral (
           select status, content from project_revision where project_id = p.id order by revision desc limit 1) latest
     where p.id = $1`,
  enterprise: `
    select true as "isKeeper", false as "isListed", false as "isAgreed"
      from host_enterprise
     where enterprise_id = $1 and host_id = $2`,
};

/**
 * Ids of at most `$3` contacts whose project has ended before `$1`, with `$2` as the day of today: it was withdrawn or sealed and not
 * submitted again, it has lapsed, or a consent that was given was taken back. What never had a consent has not ended.
 */
export const endedContactsSql = `
  select c.id
    from contact c
   cross join lateral (
         select max(revision) filter (where status = 'active') as active,
                max(revision) filter (where content->>'consentToPush' = 'true') as consenting
           from project_revision
          where project_id = c.project_id) last
   cross join lateral (
         select content->>'validUntil' as valid_until
           from project_revision
          where project_id = c.project_id
          order by revision desc
          limit 1) latest
   cross join lateral (
         select least(
                  (select min(recorded_at) from project_revision
                    where project_id = c.project_id and revision > coalesce(last.active, 0)),
                  (select min(recorded_at) from project_revision
                    where project_id = c.project_id and revision > last.consenting),
                  case when valid_until < $2 then (valid_until::date + 1)::timestamp at time zone 'Asia/Shanghai' end) as at
         ) ended
   where c.project_id is not null and ended.at is not null and greatest(ended.at, c.updated_at) <= $1
   order by c.id
   limit $3`;
