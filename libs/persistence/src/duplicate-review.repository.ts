import { Injectable } from '@nestjs/common';
import type { Channel, DuplicateClass, DuplicateEvidence, Project, ProjectStatus, Scope } from '@throughtrain/domain';
import { identityKeys, traitsOf } from '@throughtrain/domain';
import {
  DuplicateReview,
  type DuplicateMember,
  type DuplicateNeighbourhood,
  type DuplicatePair,
  type DuplicateState,
  type PairPlace,
  type ProjectPair,
  type RecordedDecision,
} from '@throughtrain/ingestion';
import { decisionsInForce, inForceFirst } from './duplicate-decisions';
import { notFound } from './own-rows';
import { projectColumns, sealedTitle, toProject, type ProjectRow } from './project-row';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

/** A group of more would be a mistake of its own; what lies beyond is not told. */
const mostNeighbours = 200;

/** SQL: a project as a member of a pair; what is not the caller's is told by title, institution and channel. */
const member = (id: string, alias: string): string => `
  join lateral (
    select r.status, own.submitted_by = $1::uuid as is_own, jsonb_build_object(
             'projectId', case when $2::boolean or own.submitted_by = $1::uuid then own.id end,
             'externalId', case when $2::boolean or own.submitted_by = $1::uuid then own.external_id end,
             'isOwn', own.submitted_by = $1::uuid, 'channel', own.channel, 'status', r.status,
             'title', case when r.status = 'sealed' then '${sealedTitle}' else r.content->>'title' end,
             'institution', case when r.status <> 'sealed' then r.content->'institution'->>'name' end) as told
      from project own
      join lateral (select * from project_revision where project_id = own.id order by revision desc limit 1) r on true
     where own.id = ${id}
  ) ${alias} on true`;

/** SQL: a decision as it is told; its reason to operators and to the organisation that gave it. */
const decisionColumns = `
  d.verdict, d.decided_by is not null as "byHand", d.decided_at as "decidedAt",
  case when $2::boolean or by.organisation_id = $1::uuid then d.reason end as reason`;

const bothActive = `a.status = 'active' and b.status = 'active'`;
const verdict = `coalesce(d.verdict, 'release')`;
const conditions: Readonly<Record<DuplicateState, string>> = {
  suggested: `${bothActive} and e.class = 'likely' and ${verdict} = 'release'`,
  joined: `${bothActive} and (${verdict} = 'merge' or e.class = 'certain' and ${verdict} <> 'split')`,
  split: `${bothActive} and ${verdict} = 'split'`,
  held: `$2::boolean and (a.status, b.status) in (('sealed', 'active'), ('active', 'sealed'))
         and (${verdict} in ('hold', 'merge') or e.class = 'certain' and ${verdict} <> 'split')`,
};

const listSql = (state: DuplicateState): string => `
  select e.project_a as a, e.project_b as b, e.class, e.score::double precision as score, a.told as "memberA", b.told as "memberB",
         case when 'sealed' not in (a.status, b.status) and e.evidence <> '{}' then e.evidence end as evidence, ${decisionColumns}
    from duplicate_evidence e
    ${member('e.project_a', 'a')}
    ${member('e.project_b', 'b')}
    left join lateral (
         select * from duplicate_decision
          where project_a = e.project_a and project_b = e.project_b
          order by ${inForceFirst} limit 1) d on true
    left join principal by on by.id = d.decided_by
   where ($2::boolean or a.is_own or b.is_own) and ${conditions[state]}
     and ($3::numeric is null or (e.score, e.project_a, e.project_b) < ($3::numeric, $4::uuid, $5::uuid))
   order by e.score desc, e.project_a desc, e.project_b desc
   limit $6`;

const lockSql = `
  select id from project
   where id = any($1::uuid[]) and ($2::boolean or submitted_by = $3)
   order by id
     for no key update`;

const decideSql = `
  insert into duplicate_decision (project_a, project_b, verdict, decided_by, reason)
  select a, b, $3, $4, $5 from unnest($1::uuid[], $2::uuid[]) as decided (a, b)`;

const projectsSql = `
  select ${projectColumns}, m.told
    from unnest($3::uuid[]) as wanted (id)
    join project p on p.id = wanted.id
   cross join lateral (select * from project_revision where project_id = p.id order by revision desc limit 1) r
    ${member('p.id', 'm')}`;

const sharingSql = `
  select distinct project_id as id from duplicate_key where key = any($1::bigint[]) limit ${mostNeighbours}`;

const historySql = `
  select ${decisionColumns}, other.told as other
    from duplicate_decision d
    left join principal by on by.id = d.decided_by
    ${member('case when d.project_a = $3 then d.project_b else d.project_a end', 'other')}
   where d.project_a = $3 or d.project_b = $3
   order by d.id desc
   limit ${mostNeighbours}`;

type Told = { readonly [Key in keyof DuplicateMember]-?: DuplicateMember[Key] | null };

interface DecisionRow {
  readonly verdict: RecordedDecision['verdict'] | null;
  readonly byHand: boolean;
  readonly decidedAt: Date;
  readonly reason: string | null;
}

interface PairRow extends DecisionRow {
  readonly a: string;
  readonly b: string;
  readonly class: DuplicateClass;
  readonly score: number;
  readonly memberA: Told;
  readonly memberB: Told;
  readonly evidence: DuplicateEvidence | null;
}

/** Pairs, groups and decisions, for those whom they concern. */
@Injectable()
export class SqlDuplicateReview extends DuplicateReview {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async list(
    scope: Scope,
    state: DuplicateState,
    after: PairPlace | undefined,
    limit: number,
  ): Promise<readonly DuplicatePair[]> {
    const place = [after?.score ?? null, after?.pair[0] ?? null, after?.pair[1] ?? null];
    const rows = await this.uow.rows<PairRow>(listSql(state), [...callerOf(scope), ...place, limit]);
    return rows.map(toPair);
  }

  async lock(scope: Scope, projectIds: readonly string[]): Promise<void> {
    const [organisationId, isOperator] = callerOf(scope);
    const rows = await this.uow.rows(lockSql, [projectIds, isOperator, organisationId]);
    if (rows.length < projectIds.length) throw notFound();
  }

  async decide(
    scope: Scope,
    pairs: readonly ProjectPair[],
    verdictByHand: 'merge' | 'split',
    reason: string,
  ): Promise<void> {
    const columns = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
    await this.uow.rows(decideSql, [...columns, verdictByHand, scope.principalId, reason]);
  }

  async neighbourhood(scope: Scope, projectId: string): Promise<DuplicateNeighbourhood> {
    const found = new Map<string, { readonly project: Project; readonly member: DuplicateMember }>();
    for (let next: readonly string[] = [projectId]; next.length > 0;) {
      const reached = await this.read(scope, next);
      if (found.size === 0 && reached.every(({ member: { isOwn, projectId: id } }) => !isOwn && id === undefined))
        throw notFound();
      for (const one of reached) found.set(one.project.id, one);
      next = found.size < mostNeighbours ? await this.linkedTo(reached, found) : [];
    }
    const ids = [...found.keys()];
    const rows = await this.uow.rows<DecisionRow & { readonly other: Told }>(historySql, [
      ...callerOf(scope),
      projectId,
    ]);
    return {
      projects: [...found.values()].map(({ project }) => project),
      decisions: await decisionsInForce(this.uow, { about: ids }),
      members: new Map([...found].map(([id, { member }]) => [id, member])),
      history: rows.flatMap(({ other, ...row }) => {
        const decision = toDecision(row);
        return decision === undefined ? [] : [{ ...decision, other: toMember(other) }];
      }),
    };
  }

  private async read(
    scope: Scope,
    ids: readonly string[],
  ): Promise<readonly { readonly project: Project; readonly member: DuplicateMember }[]> {
    const rows = await this.uow.rows<ProjectRow & { readonly told: Told }>(projectsSql, [...callerOf(scope), ids]);
    return rows.map(({ told, ...row }) => ({ project: toProject(row), member: toMember(told) }));
  }

  /** @returns what shares a number, a declared group or a merge with the projects and was not found before */
  private async linkedTo(
    projects: readonly { readonly project: Project }[],
    found: ReadonlyMap<string, unknown>,
  ): Promise<readonly string[]> {
    const keys = projects.flatMap(({ project }) => identityKeys(traitsOf(project)));
    const sharing = await this.uow.rows<{ id: string }>(sharingSql, [keys]);
    const decisions = await decisionsInForce(this.uow, { about: projects.map(({ project }) => project.id) });
    const decided = decisions.flatMap(({ verdict: said, projectIds }) => (said === 'split' ? [] : projectIds));
    return [...new Set([...sharing.map(({ id }) => id), ...decided])].filter((id) => !found.has(id));
  }
}

/** Who asks, as the first two parameters of the queries. */
function callerOf({ organisationId, roles }: Scope): [organisationId: string, isOperator: boolean] {
  return [organisationId, roles.includes('operator')];
}

function toPair({ a, b, memberA, memberB, evidence, score, class: found, ...row }: PairRow): DuplicatePair {
  const decision = toDecision(row);
  return {
    place: { score, pair: [a, b] },
    members: [toMember(memberA), toMember(memberB)],
    class: found,
    score,
    ...(evidence !== null && { evidence }),
    ...(decision !== undefined && { decision }),
  };
}

function toDecision({ verdict: said, byHand, decidedAt, reason }: DecisionRow): RecordedDecision | undefined {
  return said === null ? undefined : { verdict: said, byHand, decidedAt, ...(reason !== null && { reason }) };
}

function toMember({ projectId, externalId, institution, ...told }: Told): DuplicateMember {
  return {
    ...(projectId !== null && { projectId }),
    ...(externalId !== null && { externalId }),
    isOwn: told.isOwn ?? false,
    channel: told.channel as Channel,
    status: told.status as ProjectStatus,
    title: told.title ?? '',
    ...(institution !== null && { institution }),
  };
}
