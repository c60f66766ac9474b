import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DomainError, type DuplicateDecision } from '@throughtrain/domain';
import { LibraryFeed, type LibraryProject, type TextVersions, type LibraryShards } from '@throughtrain/matching';
import { parseAnalysis } from '@throughtrain/text';
import { chunksOf } from './chunks-of';
import { decisionsInForce } from './duplicate-decisions';
import { parsePosition, type Position } from './library-position';
import { OrganisationLinks } from './organisation-links';
import { onlyRow } from './own-rows';
import { projectColumns, toProject, type ProjectRow } from './project-row';
import { toVector } from './to-vector';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

const projectsPerBatch = 500;

/** SQL: the newest position that is final. */
export const positionSql = `
  select (select system_identifier from pg_control_system()) || ':' || pg_snapshot_xmin(pg_current_snapshot())::text as position`;

const horizonSql = `select pg_snapshot_xmax(pg_current_snapshot())::text as horizon`;
const settledSql = `select pg_snapshot_xmin(pg_current_snapshot()) >= $1::text::xid8 as settled`;
const settlePollMs = 10;

const allIdsSql = `
  select id from project where $1::uuid is null or id > $1 order by id limit ${projectsPerBatch}`;

const changedIdsSql = `
  select project_id as id from project_revision where txid >= $1::text::xid8 and txid < $2::text::xid8
   union
  select project_id from project_revision where institution_id = any($3::uuid[])
   order by 1`;

const linksSql = `
  select distinct on (alias_id) alias_id as "aliasId", canonical_id as "canonicalId"
    from organisation_link
   where txid < $1::text::xid8
   order by alias_id, id desc`;

const changedLinksSql = `
  select distinct alias_id as id from organisation_link where txid >= $1::text::xid8 and txid < $2::text::xid8`;

/** SQL: whether the project lies in a part of the library of which the texts are wanted; see `shardOf`. */
const isWanted = `($5::integer is null or ('x' || right(c.id::text, 8))::bit(32)::bigint % $5 = any($6::integer[]))`;

// The highest revision below `to` is what all transactions below it made, whatever has been written since. Every part is a lookup by key:
// left to join whole tables, the planner does so after a large import, whose rows no statistics know yet.
const projectsSql = `
  select ${projectColumns}, a.terms, v.numbers
    from unnest($1::uuid[]) as c (id)
   cross join lateral (select * from project where id = c.id limit 1) p
   cross join lateral (
         select * from project_revision
          where project_id = c.id and txid < $2::text::xid8
          order by revision desc
          limit 1) r
    left join lateral (
         select terms from project_analysis
          where project_id = r.project_id and revision = r.revision and analyser_version = $3 and ${isWanted}
          limit 1) a on true
    left join lateral (
         select numbers from project_vector
          where project_id = r.project_id and revision = r.revision and encoder_version = $4 and ${isWanted}
          limit 1) v on true
   order by c.id`;

/** The change feed over `project_revision` and `organisation_link`, whose rows carry the transaction that wrote them. */
@Injectable()
export class SqlLibraryFeed extends LibraryFeed {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async position(): Promise<string> {
    return onlyRow(await this.uow.rows<{ position: string }>(positionSql)).position;
  }

  async settle(withinMs: number): Promise<boolean> {
    const { horizon } = onlyRow(await this.uow.rows<{ horizon: string }>(horizonSql));
    const deadline = performance.now() + withinMs;
    for (;;) {
      if (onlyRow(await this.uow.rows<{ settled: boolean }>(settledSql, [horizon])).settled) return true;
      if (performance.now() >= deadline) return false;
      await delay(settlePollMs);
    }
  }

  async *changes(
    range: { readonly from?: string; readonly to: string },
    versions: TextVersions,
    shards?: LibraryShards,
  ): AsyncIterable<readonly LibraryProject[]> {
    const here = parsePosition(await this.position());
    const to = finalTransaction(range.to, here);
    const from = range.from === undefined ? undefined : finalTransaction(range.from, here);
    const links = await this.linksAt(to);
    const ids = from === undefined ? this.allIds() : this.changedIds(from, to, links);
    yield* this.batches(ids, { to, links, versions, shards });
  }

  async *read(
    projectIds: readonly string[],
    at: string,
    versions: TextVersions,
  ): AsyncIterable<readonly LibraryProject[]> {
    const to = finalTransaction(at, parsePosition(await this.position()));
    yield* this.batches(chunksOf(projectIds, projectsPerBatch), { to, links: await this.linksAt(to), versions });
  }

  async decisions(at: string): Promise<readonly DuplicateDecision[]> {
    const before = finalTransaction(at, parsePosition(await this.position()));
    return decisionsInForce(this.uow, { before });
  }

  compare(a: string, b: string): number | undefined {
    const [first, second] = [parsePosition(a), parsePosition(b)];
    if (first.server !== second.server) return undefined;
    return first.transaction === second.transaction ? 0 : first.transaction < second.transaction ? -1 : 1;
  }

  private async linksAt(to: string): Promise<OrganisationLinks> {
    return new OrganisationLinks(await this.uow.rows(linksSql, [to]));
  }

  private async *batches(
    idBatches: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
    { to, links, versions, shards }: Reading,
  ): AsyncGenerator<readonly LibraryProject[]> {
    const { analyserVersion, encoderVersion } = versions;
    const parts = [shards?.count ?? null, shards?.served ?? null];
    for await (const ids of idBatches) {
      const values = [ids, to, analyserVersion, encoderVersion ?? null, ...parts];
      const rows = await this.uow.rows<BatchRow>(projectsSql, values);
      if (rows.length > 0) yield rows.map((row) => toLibraryProject(row, links, encoderVersion !== undefined));
    }
  }

  private async *allIds(): AsyncIterable<readonly string[]> {
    for (let after: string | undefined; ;) {
      const ids: string[] = (await this.uow.rows<{ id: string }>(allIdsSql, [after ?? null])).map(({ id }) => id);
      yield ids;
      after = ids.at(-1);
      if (after === undefined || ids.length < projectsPerBatch) return;
    }
  }

  /**
   * One statement for the whole list: its index is by transaction, not by project. Projects of institutions that have been linked since have
   * changed as well.
   */
  private async *changedIds(from: string, to: string, links: OrganisationLinks): AsyncIterable<readonly string[]> {
    const linked = await this.uow.rows<{ id: string }>(changedLinksSql, [from, to]);
    const aliases = links.through(linked.map(({ id }) => id));
    const rows = await this.uow.rows<{ id: string }>(changedIdsSql, [from, to, aliases]);
    yield* chunksOf(
      rows.map(({ id }) => id),
      projectsPerBatch,
    );
  }
}

/** What is read of projects, and as of when. */
interface Reading {
  readonly to: string;
  readonly links: OrganisationLinks;
  readonly versions: TextVersions;
  readonly shards?: LibraryShards | undefined;
}

type BatchRow = ProjectRow & { readonly terms: string | null; readonly numbers: Buffer | null };

/** What was analysed but not encoded, where vectors are wanted, is not ready: a run never mixes what has meaning and what has none. */
function toLibraryProject(
  { terms, numbers, institutionId, ...row }: BatchRow,
  links: OrganisationLinks,
  needsVector: boolean,
): LibraryProject {
  const project = toProject({
    ...row,
    institutionId: institutionId === null ? null : links.canonicalOf(institutionId),
  });
  if (terms === null || (needsVector && numbers === null)) return { project, analysis: undefined };
  const analysed = { project, analysis: parseAnalysis(terms) };
  return numbers === null ? analysed : { ...analysed, vector: toVector(numbers) };
}

/**
 * @returns the transaction of a position that is final at `here`
 * @throws DomainError conflict `library.position-foreign` also for one that is not reached yet: after a restore to an earlier moment the
 *   server keeps its identity, but not what came later
 */
function finalTransaction(position: string, here: Position): string {
  const { server, transaction } = parsePosition(position);
  if (server !== here.server || transaction > here.transaction)
    throw new DomainError('conflict', 'library.position-foreign');
  return transaction.toString();
}
