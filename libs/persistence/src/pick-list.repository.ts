import { Injectable } from '@nestjs/common';
import { DomainError, type Scope } from '@throughtrain/domain';
import {
  PickListRepository,
  type DirectiveKind,
  type PickDirective,
  type PickEntry,
  type PickInput,
  type PickList,
  type PickListContent,
} from '@throughtrain/engagement';
import { BatchedLookup } from './batched-lookup';
import { pickListStampsSql, publishedStampsSql, type StampRow } from './list-stamps';
import { foundRow, notFound, onlyRow, requireOwn } from './own-rows';
import { directivesSql, pickInputSql } from './pick-input';
import { shownProjectColumns, shownProjectJoins, unlessSealed, type ShownProject } from './project-row';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

type PickListHead = Omit<PickList, 'picks' | 'reserves'>;
type PickListHeadRow = Omit<PickListHead, 'publishedAt'> & { readonly publishedAt: Date | null };
type PickEntryRow = Omit<PickEntry, 'best'> &
  ShownProject & { readonly best: NonNullable<PickEntry['best']> | null; readonly list: 'pick' | 'reserve' };

const headColumns = `
  id, roadshow_id as "roadshowId", version, state, profile_version as "profileVersion", requested, limits, created_at as "createdAt",
  published_at as "publishedAt"`;

const publishedSql = {
  name: 'picks.published',
  text: `select ${headColumns} from pick_list where roadshow_id = $1 and host_id = $2 and state = 'published'`,
};

const entriesSql = {
  name: 'picks.entries',
  text: `
  select e.list, e.position, e.project_id as "projectId", e.revision, e.score, e.terms, ${unlessSealed('e.reasons')} as reasons, e.best, e.answers, e.pinned, ${shownProjectColumns}
    from pick_list_entry e
    ${shownProjectJoins}
   where e.pick_list_id = $1
   order by e.list, e.position`,
};

/** Versions of the picks of a roadshow, and the pins and bans that they follow. */
@Injectable()
export class SqlPickListRepository extends PickListRepository {
  private readonly stamps: BatchedLookup<StampRow>;
  private readonly publishedStamps: BatchedLookup<StampRow>;

  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
    this.stamps = new BatchedLookup(uow, pickListStampsSql);
    this.publishedStamps = new BatchedLookup(uow, publishedStampsSql);
  }

  async input(scope: Scope, roadshowId: string): Promise<PickInput> {
    // A pin or ban that is being written is waited for, and one that comes later waits for the list.
    await this.lockRoadshow(scope, roadshowId);
    const { profileVersion, ...input } = onlyRow(
      await this.uow.rows<Omit<PickInput, 'profileVersion'> & { readonly profileVersion: number | null }>(
        pickInputSql,
        [roadshowId, scope.organisationId],
      ),
    );
    if (profileVersion === null) throw new DomainError('conflict', 'pick-list.no-shortlist');
    return { profileVersion, ...input };
  }

  async add(scope: Scope, roadshowId: string, content: PickListContent): Promise<string> {
    return this.uow.run(async () => {
      await this.lockRoadshow(scope, roadshowId);
      const { id } = onlyRow(
        await this.uow.rows<{ id: string }>(
          `insert into pick_list (roadshow_id, host_id, version, profile_version, requested, limits, created_by, directives_until)
           select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5::jsonb, $6,
                  coalesce((select max(id) from pick_directive where roadshow_id = $1), 0)
             from pick_list where roadshow_id = $1
           returning id`,
          [
            roadshowId,
            scope.organisationId,
            content.profileVersion,
            content.requested,
            JSON.stringify(content.limits),
            scope.principalId,
          ],
        ),
      );
      const entries = [
        ...content.picks.map((entry) => ({ list: 'pick', ...entry })),
        ...content.reserves.map((entry) => ({ list: 'reserve', ...entry })),
      ];
      await this.uow.rows(
        `insert into pick_list_entry (pick_list_id, list, position, project_id, revision, score, terms, reasons, best, answers, pinned)
         select $1, e.*
           from jsonb_to_recordset($2::jsonb) as e (
                list text, position integer, "projectId" uuid, revision integer, score double precision, terms jsonb, reasons jsonb,
                best jsonb, answers jsonb, pinned boolean)`,
        [id, JSON.stringify(entries)],
      );
      return id;
    });
  }

  async find(scope: Scope, pickListId: string): Promise<PickList> {
    const rows = await this.uow.rows<PickListHeadRow>(
      `select ${headColumns} from pick_list where id = $1 and host_id = $2`,
      [pickListId, scope.organisationId],
    );
    return this.withEntries(onlyRow(rows));
  }

  async versions(scope: Scope, roadshowId: string): Promise<readonly PickListHead[]> {
    await requireOwn(this.uow, 'roadshow', scope, roadshowId);
    const rows = await this.uow.rows<PickListHeadRow>(
      `select ${headColumns} from pick_list where roadshow_id = $1 and host_id = $2 order by version desc`,
      [roadshowId, scope.organisationId],
    );
    return rows.map(withoutNulls);
  }

  async published(scope: Scope, roadshowId: string): Promise<PickList> {
    const rows = await this.uow.prepared<PickListHeadRow>(publishedSql, [roadshowId, scope.organisationId]);
    return this.withEntries(onlyRow(rows));
  }

  async stamp(scope: Scope, pickListId: string): Promise<string> {
    return foundRow(await this.stamps.find(pickListId, scope.organisationId)).stamp;
  }

  async publishedStamp(scope: Scope, roadshowId: string): Promise<string> {
    return foundRow(await this.publishedStamps.find(roadshowId, scope.organisationId)).stamp;
  }

  async publish(scope: Scope, pickListId: string): Promise<void> {
    await this.uow.run(async () => {
      const { roadshowId } = onlyRow(
        await this.uow.rows<{ roadshowId: string }>(
          'select roadshow_id as "roadshowId" from pick_list where id = $1 and host_id = $2',
          [pickListId, scope.organisationId],
        ),
      );
      await this.lockRoadshow(scope, roadshowId);
      await this.requirePublishable(pickListId);
      await this.uow.rows(`update pick_list set state = 'superseded' where roadshow_id = $1 and state = 'published'`, [
        roadshowId,
      ]);
      await this.uow.rows(
        `update pick_list set state = 'published', published_at = now() where id = $1 and state = 'draft'`,
        [pickListId],
      );
    });
  }

  async direct(
    scope: Scope,
    roadshowId: string,
    { projectId, kind, reason }: { readonly projectId: string; readonly kind: DirectiveKind; readonly reason: string },
  ): Promise<void> {
    await this.uow.run(async () => {
      // Pins are counted and added one after the other.
      await this.lockRoadshow(scope, roadshowId);
      if (kind === 'pin') await this.requireFreePin(roadshowId, projectId);
      await this.addDirective(scope, roadshowId, { projectId, kind, reason });
    });
  }

  private async requireFreePin(roadshowId: string, projectId: string): Promise<void> {
    const { pinned, places } = onlyRow(
      await this.uow.rows<{ pinned: number; places: number }>(
        `select (w.content->>'pickCount')::integer as places,
                (select count(*)::integer from (${directivesSql}) d where d.kind = 'pin' and d."projectId" <> $2) as pinned
           from roadshow w
          where w.id = $1`,
        [roadshowId, projectId],
      ),
    );
    if (pinned >= places) throw new DomainError('conflict', 'pick-list.too-many-pins', { places });
  }

  private async addDirective(
    scope: Scope,
    roadshowId: string,
    { projectId, kind, reason }: { readonly projectId: string; readonly kind: DirectiveKind; readonly reason: string },
  ): Promise<void> {
    const added = await this.uow.rows(
      `insert into pick_directive (roadshow_id, project_id, kind, reason, created_by)
       select w.id, $3, $4, $5, $6
         from roadshow w
        where w.id = $1 and w.host_id = $2
          and exists (
              select from shortlist s
                join shortlist_entry e on e.shortlist_id = s.id and e.project_id = $3
               where s.roadshow_id = w.id and s.state = 'frozen')
       returning id`,
      [roadshowId, scope.organisationId, projectId, kind, reason, scope.principalId],
    );
    if (added.length === 0) throw notFound();
  }

  async directives(scope: Scope, roadshowId: string): Promise<readonly PickDirective[]> {
    await requireOwn(this.uow, 'roadshow', scope, roadshowId);
    return this.uow.rows<PickDirective>(directivesSql, [roadshowId]);
  }

  /** Versions of one roadshow are made and published one after the other. Its other references are not held up. */
  private async lockRoadshow(scope: Scope, roadshowId: string): Promise<void> {
    onlyRow(
      await this.uow.rows('select id from roadshow where id = $1 and host_id = $2 for no key update', [
        roadshowId,
        scope.organisationId,
      ]),
    );
  }

  private async requirePublishable(pickListId: string): Promise<void> {
    const { state, isNewest, picks, withdrawn, outdated } = onlyRow(
      await this.uow.rows<{
        state: PickList['state'];
        isNewest: boolean;
        picks: number;
        withdrawn: number;
        outdated: boolean;
      }>(
        `select p.state,
                not exists (select from pick_list n where n.roadshow_id = p.roadshow_id and n.version > p.version) as "isNewest",
                (select count(*)::integer from pick_list_entry e where e.pick_list_id = p.id and e.list = 'pick') as picks,
                (select count(*)::integer
                   from pick_list_entry e
                  cross join lateral (
                        select status from project_revision where project_id = e.project_id order by revision desc limit 1) latest
                  where e.pick_list_id = p.id and latest.status <> 'active') as withdrawn,
                exists (select from pick_directive d where d.roadshow_id = p.roadshow_id and d.id > p.directives_until) as outdated
           from pick_list p
          where p.id = $1`,
        [pickListId],
      ),
    );
    if (state === 'published') throw new DomainError('conflict', 'pick-list.already-published');
    if (state === 'superseded' || !isNewest) throw new DomainError('conflict', 'pick-list.superseded');
    if (withdrawn > 0) throw new DomainError('conflict', 'pick-list.project-withdrawn', { withdrawn });
    if (outdated) throw new DomainError('conflict', 'pick-list.outdated');
    if (picks === 0) throw new DomainError('conflict', 'pick-list.empty');
  }

  private async withEntries(head: PickListHeadRow): Promise<PickList> {
    const entries = await this.uow.prepared<PickEntryRow>(entriesSql, [head.id]);
    const of = (wanted: PickEntryRow['list']): PickList['picks'] =>
      entries.filter(({ list }) => list === wanted).map(({ list, ...entry }) => withoutNulls(entry));
    return { ...withoutNulls(head), picks: of('pick'), reserves: of('reserve') };
  }
}
