import { Injectable } from '@nestjs/common';
import { DomainError, type ProjectStatus, type Scope } from '@throughtrain/domain';
import type { BandName } from '@throughtrain/ranking';
import type { PairTexts } from '@throughtrain/text';
import {
  IntentRepository,
  type Intent,
  type IntentAnswer,
  type Invitation,
  type InvitationHead,
  type InvitedProjectView,
  type MatchedWordView,
} from '@throughtrain/engagement';
import { bandsOfShortlist } from './bands-of-shortlist';
import { onlyRow, requireOwn } from './own-rows';
import { shownProjectColumns, shownProjectJoins, unlessSealed, type ShownProject } from './project-row';
import { rankedTexts } from './ranked-texts';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

type HeadRow = Omit<InvitationHead, 'deadline'> & { readonly deadline: string | null };

type IntentRow = Omit<Intent, 'suggestion'> & { readonly suggestion: string | null };

interface ItemRow extends ShownProject {
  readonly invitationId: string;
  readonly position: number;
  readonly projectId: string;
  readonly demandId: string;
  readonly demandTitle: string;
  readonly relevance: number;
  readonly band: BandName;
  readonly match: number;
  readonly words: readonly MatchedWordView[];
  readonly version: number | null;
  readonly level: Intent['level'];
  readonly modes: Intent['modes'];
  readonly reasonCodes: Intent['reasonCodes'];
  readonly suggestion: string | null;
  readonly answeredAt: Date;
}

const intentColumns = `
  t.version, t.level, t.modes, t.reason_codes as "reasonCodes", t.suggestion, t.answered_at as "answeredAt"`;

const headsSql = `
  select v.id, s.roadshow_id as "roadshowId", v.shortlist_id as "shortlistId", v.enterprise_id as "enterpriseId", h.content->>'name' as "enterpriseName",
         o.name as "hostName", s.domain, w.content->'industryDomains' as "industryDomains", w.content->>'place' as place, w.content->>'month' as month,
         v.deadline::text as deadline, v.created_at as "createdAt",
         (select count(*)::integer from invitation_project i where i.invitation_id = v.id) as projects,
         (select count(*)::integer from intent t where t.invitation_id = v.id and t.current) as answered
    from invitation v
    join shortlist s on s.id = v.shortlist_id
    join roadshow w on w.id = s.roadshow_id
    join organisation o on o.id = v.host_id
    join host_enterprise h on h.host_id = v.host_id and h.enterprise_id = v.enterprise_id`;

// A project and a demand are told as the revisions that the run pinned.
const itemsSql = `
  select i.invitation_id as "invitationId", i.position, i.project_id as "projectId", ${shownProjectColumns},
         i.demand_id as "demandId",
         met.match->>'demandTitle' as "demandTitle", i.relevance, met.match->>'band' as band, i.match, ${unlessSealed('i.words')} as words, ${intentColumns}
    from invitation v
    join invitation_project i on i.invitation_id = v.id
    join shortlist_entry e on e.shortlist_id = v.shortlist_id and e.project_id = i.project_id
    ${shownProjectJoins}
    left join lateral (
         select m as match from jsonb_array_elements(e.matches) m where m->>'demandId' = i.demand_id::text limit 1) met on true
    left join intent t on t.invitation_id = i.invitation_id and t.project_id = i.project_id and t.current`;

/** Invitations as enterprises and hosts see them, and the versions of each answer. */
@Injectable()
export class SqlIntentRepository extends IntentRepository {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async invitations(scope: Scope): Promise<readonly InvitationHead[]> {
    const rows = await this.uow.rows<HeadRow>(
      `${headsSql} where v.enterprise_id = $1 order by v.created_at desc, v.id`,
      [scope.organisationId],
    );
    return rows.map(withoutNulls);
  }

  async invitation(scope: Scope, invitationId: string): Promise<Invitation & { readonly texts: PairTexts }> {
    const head = onlyRow(
      await this.uow.rows<HeadRow>(`${headsSql} where v.id = $1 and v.enterprise_id = $2`, [
        invitationId,
        scope.organisationId,
      ]),
    );
    const items = await this.uow.rows<ItemRow>(`${itemsSql} where v.id = $1 order by i.position`, [invitationId]);
    const projectIds = items.map(({ projectId }) => projectId);
    const demandIds = [...new Set(items.map(({ demandId }) => demandId))];
    return {
      ...withoutNulls(head),
      items: items.map(toItem),
      bands: await bandsOfShortlist(this.uow, head.shortlistId),
      texts: await rankedTexts(this.uow, head.shortlistId, { projectIds, demandIds }),
    };
  }

  async ofShortlist(scope: Scope, shortlistId: string): Promise<readonly Invitation[]> {
    await requireOwn(this.uow, 'shortlist', scope, shortlistId);
    const heads = await this.uow.rows<HeadRow>(`${headsSql} where v.shortlist_id = $1 order by v.enterprise_id`, [
      shortlistId,
    ]);
    const rows = await this.uow.rows<ItemRow>(
      `${itemsSql} where v.shortlist_id = $1 order by i.invitation_id, i.position`,
      [shortlistId],
    );
    const items = new Map<string, InvitedProjectView[]>(heads.map(({ id }) => [id, []]));
    for (const row of rows) items.get(row.invitationId)?.push(toItem(row));
    const bands = await bandsOfShortlist(this.uow, shortlistId);
    return heads.map((head) => ({ ...withoutNulls(head), items: items.get(head.id) ?? [], bands }));
  }

  async answer(
    scope: Scope,
    invitationId: string,
    projectId: string,
    answer: IntentAnswer,
    today: string,
  ): Promise<{ readonly intent: Intent; readonly isNew: boolean }> {
    return this.uow.run(async () => {
      // Two answers at once take turns here, so that versions have no gap and one of them is the current one.
      const { deadline } = onlyRow(
        await this.uow.rows<{ deadline: string | null }>(
          'select deadline::text as deadline from invitation where id = $1 and enterprise_id = $2 for no key update',
          [invitationId, scope.organisationId],
        ),
      );
      const { status } = await this.included(invitationId, projectId);
      if (status !== 'active') throw new DomainError('conflict', 'invitation.project-withdrawn');
      if (deadline !== null && deadline < today) throw new DomainError('conflict', 'invitation.closed', { deadline });
      const [current] = await this.uow.rows<IntentRow>(
        `select ${intentColumns} from intent t where t.invitation_id = $1 and t.project_id = $2 and t.current`,
        [invitationId, projectId],
      );
      if (current !== undefined && isSameAnswer(current, answer))
        return { intent: withoutNulls(current), isNew: false };
      const version = (current?.version ?? 0) + 1;
      const intent = await this.addVersion(scope, { invitationId, projectId, version }, answer);
      return { intent, isNew: true };
    });
  }

  async history(scope: Scope, invitationId: string, projectId: string): Promise<readonly Intent[]> {
    onlyRow(
      await this.uow.rows('select id from invitation where id = $1 and enterprise_id = $2', [
        invitationId,
        scope.organisationId,
      ]),
    );
    await this.included(invitationId, projectId);
    const rows = await this.uow.rows<IntentRow>(
      `select ${intentColumns} from intent t where t.invitation_id = $1 and t.project_id = $2 order by t.version`,
      [invitationId, projectId],
    );
    return rows.map(withoutNulls);
  }

  /** @returns what has become of a project of the invitation */
  private async included(invitationId: string, projectId: string): Promise<{ readonly status: ProjectStatus }> {
    const [included] = await this.uow.rows<{ status: ProjectStatus }>(
      `select (select status from project_revision r where r.project_id = i.project_id order by revision desc limit 1) as status
         from invitation_project i
        where i.invitation_id = $1 and i.project_id = $2`,
      [invitationId, projectId],
    );
    if (included === undefined) throw new DomainError('not-found', 'invitation.project-not-included');
    return included;
  }

  private async addVersion(
    scope: Scope,
    { invitationId, projectId, version }: { invitationId: string; projectId: string; version: number },
    answer: IntentAnswer,
  ): Promise<Intent> {
    await this.uow.rows('update intent set current = false where invitation_id = $1 and project_id = $2 and current', [
      invitationId,
      projectId,
    ]);
    const added = await this.uow.rows<IntentRow>(
      `insert into intent as t (invitation_id, project_id, version, current, level, modes, reason_codes, suggestion, answered_by)
       values ($1, $2, $3, true, $4, $5::text[], $6::text[], $7, $8)
       returning ${intentColumns}`,
      [
        invitationId,
        projectId,
        version,
        answer.level,
        answer.modes,
        answer.reasonCodes,
        answer.suggestion ?? null,
        scope.principalId,
      ],
    );
    return withoutNulls(onlyRow(added));
  }
}

/** Modes and reasons are sets: their order says nothing. */
function isSameAnswer(current: IntentRow, answer: IntentAnswer): boolean {
  const asSet = (codes: readonly string[]): string => [...new Set(codes)].sort().join(' ');
  return (
    current.level === answer.level &&
    current.suggestion === (answer.suggestion ?? null) &&
    asSet(current.modes) === asSet(answer.modes) &&
    asSet(current.reasonCodes) === asSet(answer.reasonCodes)
  );
}

function toItem({
  invitationId,
  version,
  level,
  modes,
  reasonCodes,
  suggestion,
  answeredAt,
  ...item
}: ItemRow): InvitedProjectView {
  const intent = version === null ? null : withoutNulls({ version, level, modes, reasonCodes, suggestion, answeredAt });
  return withoutNulls({ ...item, intent });
}
