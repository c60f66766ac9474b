import { leaseEnded } from './lease';
import { isServed } from './shard-servers.repository';

/**
 * SQL: how far a row of `match_run` is. While its worker has nothing to tell, or there is none, the parts of the library that are scored for it tell, and which of them nobody serves. A
 * part that is still to be read has no total yet; then there is none of the whole.
 */
export const runProgress = `
  case when state = 'running' and (${leaseEnded} or progress->>'stage' = 'queued') then coalesce((
    select jsonb_strip_nulls(jsonb_build_object(
             'stage', case when bool_or(isUnread) then 'loading' else 'scoring' end,
             'done', sum(done),
             'total', case when bool_or(isUnread) then 0 else sum(total) end,
             'waitingForShards', jsonb_agg(shard order by shard) filter (where isUnserved)))
      from (select shard, done, total, result is null and total = 0 as isUnread,
                   result is null and not ${isServed('shard', 'shard_score.shards')} as isUnserved
              from shard_score
             where run_id = match_run.id) part
    having count(*) > 0), progress)
  else progress end`;
