import { Injectable } from '@nestjs/common';
import { pushShortlist } from '@throughtrain/contracts';
import {
  contactOnFile,
  DomainError,
  lacksAuthority,
  type Project,
  type Scope,
  type Submitter,
} from '@throughtrain/domain';
import { PushRepository, type ClaimedPush, type InvitationProject, type PushableEntry } from '@throughtrain/engagement';
import type { DemandMatch } from '@throughtrain/matching';
import { abandonedAfter, leaseEnded, leaseLost, leaseUntil, looksAlone, withoutPendingJob } from './lease';
import { requireOwn } from './own-rows';
import { projectColumns, toProject, type ProjectRow } from './project-row';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

interface PushableEntryRow extends ProjectRow {
  readonly matches: readonly DemandMatch[];
  readonly currentStatus: Project['status'];
  readonly currentOwnership: NonNullable<Project['ownership']> | null;
  readonly currentConsent: boolean;
  readonly currentContact: string | null;
  readonly currentAuthority: object | null;
  readonly currentInstitution: { readonly name: string; readonly creditCode?: string } | null;
  readonly submitter: Omit<Submitter, 'creditCode'> & { readonly creditCode: string | null };
}

const entriesSql = `
  select ${projectColumns}, e.matches, now_is.status as "currentStatus", now_is.content->>'ownership' as "currentOwnership",
         coalesce((now_is.content->>'consentToPush')::boolean, false) as "currentConsent",
         case when now_is.content->>'contactRef' <> '${contactOnFile}' or exists (select from contact where project_id = e.project_id)
              then now_is.content->>'contactRef' end as "currentContact",
         now_is.content->'authority' as "currentAuthority", now_is.content->'institution' as "currentInstitution",
         jsonb_build_object('kind', o.kind, 'name', o.name, 'creditCode', o.credit_code) as submitter
    from shortlist_entry e
    join project p on p.id = e.project_id
    join organisation o on o.id = p.submitted_by
    join project_revision r on r.project_id = e.project_id and r.revision = e.revision
   cross join lateral (
         select status, content from project_revision where project_id = e.project_id order by revision desc limit 1) now_is
   where e.shortlist_id = $1
   order by e.rank`;

const unpushed = `state = 'frozen' and pushed_at is null`;

/** Frozen shortlists on their way to the enterprises; a worker holds one under a lease. */
@Injectable()
export class SqlPushRepository extends PushRepository {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async freeze(scope: Scope, shortlistId: string, deadline: string | undefined): Promise<void> {
    await this.uow.run(async () => {
      await this.requireNoneFrozen(scope, shortlistId);
      const frozen = await this.uow.rows(
        `update shortlist set state = 'frozen', frozen_at = now(), frozen_by = $3, deadline = $4
          where id = $1 and host_id = $2 and state = 'draft'
         returning id`,
        [shortlistId, scope.organisationId, scope.principalId, deadline ?? null],
      );
      if (frozen.length > 0) return;
      await requireOwn(this.uow, 'shortlist', scope, shortlistId);
      throw new DomainError('conflict', 'shortlist.already-frozen');
    });
  }

  async claim(shortlistId: string, leaseMs: number): Promise<ClaimedPush | undefined> {
    const [claimed] = await this.uow.rows<{ fence: number; roadshowId: string }>(
      `update shortlist set lease_until = ${leaseUntil(2)}, fence = fence + 1
        where id = $1 and ${unpushed} and ${leaseEnded}
       returning fence, roadshow_id as "roadshowId"`,
      [shortlistId, leaseMs],
    );
    if (claimed === undefined) {
      const [row] = await this.uow.rows<{ state: string; pushed: boolean }>(
        'select state, pushed_at is not null as pushed from shortlist where id = $1',
        [shortlistId],
      );
      if (row?.state === 'draft') throw new DomainError('conflict', 'shortlist.not-frozen');
      if (row?.pushed === false) throw leaseLost();
      return undefined;
    }
    const enterprises = await this.uow.rows<{ id: string }>(
      'select enterprise_id as id from enrolment where roadshow_id = $1 order by enterprise_id',
      [claimed.roadshowId],
    );
    const entries = await this.uow.rows<PushableEntryRow>(entriesSql, [shortlistId]);
    return {
      fence: claimed.fence,
      enterpriseIds: enterprises.map(({ id }) => id),
      entries: entries.map(toPushableEntry),
    };
  }

  async invite(
    shortlistId: string,
    fence: number,
    enterpriseId: string,
    projects: readonly InvitationProject[],
    leaseMs: number,
  ): Promise<void> {
    await this.uow.run(async () => {
      await this.guarded(shortlistId, fence, `lease_until = ${leaseUntil(3)}`, [leaseMs]);
      await this.uow.rows(
        `insert into invitation (shortlist_id, host_id, enterprise_id, deadline)
         select id, host_id, $2, deadline from shortlist where id = $1
         on conflict (shortlist_id, enterprise_id) do nothing`,
        [shortlistId, enterpriseId],
      );
      // An invitation that has its projects was written by an earlier attempt and stays what was sent. What was withdrawn after the claim,
      // the project or the consent, is not sent any more.
      await this.uow.rows(
        `insert into invitation_project (invitation_id, project_id, position, demand_id, relevance, match, words)
         select v.id, (p.item->>'projectId')::uuid, row_number() over (order by p.position), (p.item->>'demandId')::uuid,
                (p.item->>'relevance')::double precision, (p.item->>'match')::double precision, p.item->'words'
           from invitation v
          cross join jsonb_array_elements($3::jsonb) with ordinality as p (item, position)
          cross join lateral (
                select status = 'active' and coalesce((content->>'consentToPush')::boolean, false)
                       and coalesce(content->>'validUntil' >= (now() at time zone 'Asia/Shanghai')::date::text, true) as is_willing
                  from project_revision where project_id = (p.item->>'projectId')::uuid order by revision desc limit 1) now_is
          where now_is.is_willing and v.shortlist_id = $1 and v.enterprise_id = $2
            and not exists (select from invitation_project w where w.invitation_id = v.id)`,
        [shortlistId, enterpriseId, JSON.stringify(projects)],
      );
      await this.uow.rows(
        `delete from invitation v where v.shortlist_id = $1 and v.enterprise_id = $2
            and not exists (select from invitation_project w where w.invitation_id = v.id)`,
        [shortlistId, enterpriseId],
      );
    });
  }

  async finish(shortlistId: string, fence: number): Promise<void> {
    await this.guarded(shortlistId, fence, 'pushed_at = now(), lease_until = null', []);
  }

  async abandoned(limit: number): Promise<readonly string[]> {
    if (!(await looksAlone(this.uow, 'shortlist'))) return [];
    const rows = await this.uow.rows<{ id: string }>(
      `select id from shortlist
        where ${unpushed} and ${leaseEnded} and (fence > 0 or frozen_at < now() - ${abandonedAfter}) and ${withoutPendingJob('$1 || shortlist.id', 'frozen_at')}
        order by frozen_at, id
        limit $2
          for update skip locked`,
      [pushShortlist.key({ shortlistId: '' }), limit],
    );
    return rows.map(({ id }) => id);
  }

  async release(shortlistId: string, fence: number): Promise<void> {
    await this.uow.rows('update shortlist set lease_until = null where id = $1 and fence = $2', [shortlistId, fence]);
  }

  /** Two frozen lists of one roadshow and domain would invite twice, and picks would read the answers to one only. */
  private async requireNoneFrozen(scope: Scope, shortlistId: string): Promise<void> {
    await this.uow.rows(
      `select r.id from roadshow r join shortlist s on s.roadshow_id = r.id
        where s.id = $1 and s.host_id = $2
          for no key update of r`,
      [shortlistId, scope.organisationId],
    );
    const others = await this.uow.rows(
      `select o.id from shortlist s
         join shortlist o on o.roadshow_id = s.roadshow_id and o.domain = s.domain and o.id <> s.id and o.state = 'frozen'
        where s.id = $1 and s.host_id = $2 and s.state = 'draft'`,
      [shortlistId, scope.organisationId],
    );
    if (others.length > 0) throw new DomainError('conflict', 'shortlist.other-frozen');
  }

  /** Changes a shortlist whose push its worker still holds. */
  private async guarded(shortlistId: string, fence: number, set: string, values: readonly unknown[]): Promise<void> {
    const changed = await this.uow.rows(
      `update shortlist set ${set} where id = $1 and fence = $2 and ${unpushed} returning id`,
      [shortlistId, fence, ...values],
    );
    if (changed.length === 0) throw leaseLost();
  }
}

function toPushableEntry(row: PushableEntryRow): PushableEntry {
  const { matches, currentStatus, currentConsent, currentOwnership, currentContact, ...rest } = row;
  const { currentAuthority, currentInstitution, submitter, ...project } = rest;
  const owned = withoutNulls({ authority: currentAuthority, institution: currentInstitution });
  return {
    project: toProject(project),
    current: {
      status: currentStatus,
      consentToPush: currentConsent,
      lacksAuthority: lacksAuthority(owned, withoutNulls(submitter)),
      ...withoutNulls({ ownership: currentOwnership, contactRef: currentContact }),
    },
    matches: matches.map(({ demandId, enterpriseId, relevance, match, words }) => ({
      demandId,
      enterpriseId,
      relevance,
      match,
      words,
    })),
  };
}
