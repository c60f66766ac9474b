import { Injectable } from '@nestjs/common';
import type { Scope } from '@throughtrain/domain';
import {
  ShortlistRepository,
  type EntryResult,
  type ExplainedEntry,
  type ListedEntry,
  type ShortlistHead,
} from '@throughtrain/matching';
import { bandsOfShortlist } from './bands-of-shortlist';
import { BatchedLookup } from './batched-lookup';
import { shortlistStampsSql, type StampRow } from './list-stamps';
import { foundRow, onlyRow, requireOwn } from './own-rows';
import { shownProjectColumns, shownProjectJoins, unlessSealed, type ShownProject } from './project-row';
import { rankedTexts } from './ranked-texts';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

type ShortlistHeadRow = Omit<ShortlistHead, 'deadline' | 'frozenAt' | 'pushedAt'> & {
  readonly deadline: string | null;
  readonly frozenAt: Date | null;
  readonly pushedAt: Date | null;
};

type ShownRow = ShownProject & Pick<ListedEntry, 'channel' | 'otherChannels'>;
type EntryRow = EntryResult & ShownRow;
type ListedEntryRow = Omit<EntryResult, 'terms' | 'matches'> &
  ShownRow & { readonly best: NonNullable<ListedEntry['best']> | null; readonly matchCount: number };

const headsSql = `
  select s.id, s.run_id as "runId", s.roadshow_id as "roadshowId", s.domain, s.size, s.state, s.limits, s.uncovered,
         s.deadline::text as deadline, s.frozen_at as "frozenAt", s.pushed_at as "pushedAt",
         (select count(*)::integer from shortlist_entry e where e.shortlist_id = s.id) as entries
    from shortlist s`;

const matches = unlessSealed('e.matches');

const entriesSql = (columns: string): string => `
  select e.rank, e.project_id as "projectId", e.revision, e.score, ${columns},
         ${unlessSealed('e.reasons')} as reasons, e.without_code as "withoutCode",
         e.duplicate_ids as "duplicateIds", ${shownProjectColumns}, p.channel,
         array(select distinct d.channel from project d where d.id = any(e.duplicate_ids) order by 1) as "otherChannels"
    from shortlist_entry e
    join project p on p.id = e.project_id
    ${shownProjectJoins}`;

const findSql = { name: 'shortlist.find', text: `${headsSql} where s.id = $1 and s.host_id = $2` };

const listedSql = {
  name: 'shortlist.entries',
  text: `${entriesSql(`(${matches})->0 as best, jsonb_array_length(${matches}) as "matchCount"`)} where e.shortlist_id = $1 order by e.rank`,
};

/** Shortlists of a host with what a reader needs to know of each project. */
@Injectable()
export class SqlShortlistRepository extends ShortlistRepository {
  private readonly stamps: BatchedLookup<StampRow>;

  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
    this.stamps = new BatchedLookup(uow, shortlistStampsSql);
  }

  async ofRun(scope: Scope, runId: string): Promise<readonly ShortlistHead[]> {
    await requireOwn(this.uow, 'match_run', scope, runId);
    const rows = await this.uow.rows<ShortlistHeadRow>(
      `${headsSql} where s.run_id = $1 and s.host_id = $2 order by s.domain`,
      [runId, scope.organisationId],
    );
    return rows.map(withoutNulls);
  }

  async find(scope: Scope, shortlistId: string): Promise<ShortlistHead> {
    const rows = await this.uow.prepared<ShortlistHeadRow>(findSql, [shortlistId, scope.organisationId]);
    return withoutNulls(onlyRow(rows));
  }

  async stamp(scope: Scope, shortlistId: string): Promise<string> {
    return foundRow(await this.stamps.find(shortlistId, scope.organisationId)).stamp;
  }

  async entries(scope: Scope, shortlistId: string): Promise<readonly ListedEntry[]> {
    await requireOwn(this.uow, 'shortlist', scope, shortlistId);
    const rows = await this.uow.prepared<ListedEntryRow>(listedSql, [shortlistId]);
    return rows.map(withoutNulls);
  }

  async entry(scope: Scope, shortlistId: string, projectId: string): Promise<ExplainedEntry> {
    await requireOwn(this.uow, 'shortlist', scope, shortlistId);
    const rows = await this.uow.rows<EntryRow>(
      `${entriesSql(`e.terms, ${matches} as matches`)} where e.shortlist_id = $1 and e.project_id = $2`,
      [shortlistId, projectId],
    );
    const entry = withoutNulls(onlyRow(rows));
    const demandIds = entry.matches.map(({ demandId }) => demandId);
    return {
      ...entry,
      bands: await bandsOfShortlist(this.uow, shortlistId),
      texts: await rankedTexts(this.uow, shortlistId, { projectIds: [projectId], demandIds }),
    };
  }
}
