/** Current pins and bans of the roadshow `$1`: the newest directive of each project, unless it takes the others back. */
export const directivesSql = `
  select newest.project_id as "projectId", newest.kind, newest.reason
    from (select distinct on (project_id) project_id, kind, reason
            from pick_directive
           where roadshow_id = $1
           order by project_id, id desc) newest
   where newest.kind <> 'clear'
   order by newest.project_id`;

/**
 * Everything that picking for the roadshow `$1` of the host `$2` reads, in one statement and so in one view of the database. One row:
 * "pickCount", "profileVersion" (null when no shortlist is frozen), "candidates" by score, "directives". No row for a foreign roadshow.
 */
export const pickInputSql = `
  with list as (
    -- One for each domain, perhaps from different runs.
    select id, run_id from shortlist where roadshow_id = $1 and state = 'frozen'
  ), run as (
    select input from match_run where id in (select run_id from list) order by created_at desc, id desc limit 1
  ), listed as (
    -- A project of several domains counts once, where it stands best.
    select distinct on (e.project_id) e.project_id, e.revision, e.score, e.terms, e.matches->0 as best, e.duplicate_ids, list.run_id
      from list
      join shortlist_entry e on e.shortlist_id = list.id
     cross join lateral (
           select status from project_revision where project_id = e.project_id order by revision desc limit 1) now_is
     where now_is.status = 'active'
     order by e.project_id, e.score desc, e.shortlist_id
  ), entry as (
    -- Two runs may have shown the same project under different heads of its group.
    select * from listed e
     where not exists (
           select from listed better
            where e.project_id = any (better.duplicate_ids) and (better.score, better.project_id) > (e.score, e.project_id))
  ), answer as (
    -- An enterprise that was asked on two lists has one say, its latest.
    select distinct on (t.project_id, v.enterprise_id) t.project_id, v.enterprise_id, t.level
      from list
      join invitation v on v.shortlist_id = list.id
      join intent t on t.invitation_id = v.id and t.current
     order by t.project_id, v.enterprise_id, t.answered_at desc, t.invitation_id
  ), answers as (
    select project_id, jsonb_agg(jsonb_build_object('enterpriseId', enterprise_id, 'level', level) order by enterprise_id) as answers
      from answer
     group by project_id
  ), candidate_list as (
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
             'projectId', entry.project_id,
             'revision', entry.revision,
             'quality', c.inputs->'quality',
             'institutionId', c.inputs->'institutionId',
             'trl', c.inputs->'trl',
             'stage', c.inputs->'stage',
             'terms', entry.terms,
             'best', (select jsonb_object_agg(key, value) from jsonb_each(entry.best)
                       where key in ('demandId', 'demandTitle', 'enterpriseId', 'enterpriseName', 'match')),
             'answers', coalesce(answers.answers, '[]')
           )) order by entry.score desc, entry.project_id), '[]') as candidates
      from entry
      join candidate c on c.run_id = entry.run_id and c.project_id = entry.project_id
      left join answers on answers.project_id = entry.project_id
  )
  select (w.content->>'pickCount')::integer as "pickCount", (run.input->>'profileVersion')::integer as "profileVersion",
         candidate_list.candidates,
         (select coalesce(jsonb_agg(to_jsonb(d) order by d."projectId"), '[]') from (${directivesSql}) d) as directives
    from roadshow w
   cross join candidate_list
    left join run on true
   where w.id = $1 and w.host_id = $2`;
