import { Injectable } from '@nestjs/common';
import { encodeLibrary } from '@throughtrain/contracts';
import type { Lease } from '@throughtrain/domain';
import {
  EncodingRepository,
  type EncodedText,
  type Encoding,
  type EncodingCursor,
  type EncodingPlace,
  type EncodingSlice,
  type TextVersion,
  type UnencodedText,
} from '@throughtrain/ingestion';
import { abandonedAfter, leaseEnded, leaseLost, leaseUntil, looksAlone, withoutPendingJob } from './lease';
import { onlyRow } from './own-rows';
import { insertVectors } from './revision-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { withoutNulls } from './without-nulls';

type Kind = UnencodedText['kind'];

// A pass that is under way goes on; it begins anew after its end, since imports of another version may have come in.
const requestSql = `
  insert into encoding (analyser_version, encoder_version) values ($1, $2)
  on conflict (analyser_version, encoder_version) do update
     set state = 'queued', fence = encoding.fence + 1, created_at = now(), finished_at = null, cursor = default, is_clean = default, texts_done = 0
   where encoding.state = 'completed'`;

const ofVersionSql = 'select id from encoding where analyser_version = $1 and encoder_version = $2';

const claimSql = `
  update encoding
     set state = 'running', fence = fence + 1, lease_until = ${leaseUntil(4)},
         texts_total = (select count(*) from project) + (select count(*) from demand)
   where id = $1 and analyser_version = $2 and encoder_version = $3 and state in ('queued', 'running') and ${leaseEnded}
  returning fence, cursor, texts_done as seen, is_clean as "isClean"`;

// What is sealed or withdrawn is not matched.
const openSql: Readonly<Record<Kind, string>> = { project: `r.status = 'active'`, demand: 'true' };

const sliceSql = (kind: Kind): string => `
  select t.id, r.revision, r.content as record,
         ${openSql[kind]} and not (
           exists (select from ${kind}_analysis a where a.${kind}_id = t.id and a.revision = r.revision and a.analyser_version = $3)
           and exists (select from ${kind}_vector v where v.${kind}_id = t.id and v.revision = r.revision and v.encoder_version = $4)
         ) as "lacks"
    from (select id from ${kind} where $1::uuid is null or id > $1 order by id limit $2) t
   cross join lateral (select * from ${kind}_revision where ${kind}_id = t.id order by revision desc limit 1) r
   order by t.id`;

// A purge locks the project before it seals it, and erases words afterwards: whoever holds the lock of an open one writes before it.
const lockSql = `
  select p.id
    from project p
    join lateral (select status from project_revision where project_id = p.id order by revision desc limit 1) r on r.status <> 'sealed'
   where p.id = any($1::uuid[])
   order by p.id
     for no key update of p`;

const insertAnalysesSql = (kind: Kind): string => `
  insert into ${kind}_analysis (${kind}_id, revision, analyser_version, terms)
  select id, revision, $3, terms from unnest($1::uuid[], $2::int[], $4::text[]) as made (id, revision, terms)
  on conflict do nothing`;

const advanceSql = `
  update encoding
     set cursor = $3, texts_done = $4, is_clean = $5, lease_until = ${leaseUntil(6)}
   where id = $1 and fence = $2 and state = 'running'
  returning id`;

const keepSql = `
  update encoding set lease_until = ${leaseUntil(3)} where id = $1 and fence = $2 and state = 'running' returning id`;

const completeSql = `
  update encoding
     set state = 'completed', finished_at = now(), in_force_since = clock_timestamp(), lease_until = null, texts_done = $3
   where id = $1 and fence = $2 and state = 'running'
  returning id`;

const abandonedSql = `
  select id from encoding
   where analyser_version = $1 and encoder_version = $2 and state in ('queued', 'running') and ${leaseEnded}
     and (state = 'running' or created_at < now() - ${abandonedAfter})
     and ${withoutPendingJob('$3::text || encoding.id', 'encoding.created_at')}
     for update skip locked`;

/** SQL: the encoder in force for the analyser of the parameter `$n`; nothing as long as no pass was completed. */
export const encoderInForceSql = (n: number): string => `
  select encoder_version from encoding
   where analyser_version = $${n} and in_force_since is not null
   order by in_force_since desc
   limit 1`;

const listSql = `
  select id, analyser_version as "analyserVersion", encoder_version as "encoderVersion", state, texts_done as "textsDone", texts_total as "textsTotal",
         in_force_since is not null and in_force_since >= all (
           select other.in_force_since from encoding other
            where other.analyser_version = encoding.analyser_version and other.in_force_since is not null) as "isInForce",
         created_at as "createdAt", finished_at as "finishedAt"
    from encoding
   order by created_at desc, id`;

interface SliceRow {
  readonly id: string;
  readonly revision: number;
  readonly record: never;
  readonly lacks: boolean;
}

/** Passes in the table `encoding`; what they make in tables beside the revisions. */
@Injectable()
export class SqlEncodingRepository extends EncodingRepository {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async request({ analyserVersion, encoderVersion }: TextVersion): Promise<string> {
    await this.uow.rows(requestSql, [analyserVersion, encoderVersion]);
    return onlyRow(await this.uow.rows<{ id: string }>(ofVersionSql, [analyserVersion, encoderVersion])).id;
  }

  async claim(
    id: string,
    { analyserVersion, encoderVersion }: TextVersion,
    leaseMs: number,
  ): Promise<(Lease & { readonly place: EncodingPlace }) | undefined> {
    const [claim] = await this.uow.rows<Lease & EncodingPlace>(claimSql, [
      id,
      analyserVersion,
      encoderVersion,
      leaseMs,
    ]);
    if (claim) {
      const { fence, ...place } = claim;
      return { fence, place };
    }
    const heldSql = `${ofVersionSql} and id = $3 and state in ('queued', 'running')`;
    if ((await this.uow.rows(heldSql, [analyserVersion, encoderVersion, id])).length > 0) throw leaseLost();
    return undefined;
  }

  async slice(
    { analyserVersion, encoderVersion }: TextVersion,
    { kind, after }: EncodingCursor,
    limit: number,
  ): Promise<EncodingSlice> {
    const rows = await this.uow.rows<SliceRow>(sliceSql(kind), [after ?? null, limit, analyserVersion, encoderVersion]);
    const cursor = cursorAfter(kind, rows, limit);
    return {
      seen: rows.length,
      unencoded: rows
        .filter(({ lacks }) => lacks)
        .map(({ id, revision, record }): UnencodedText => ({ kind, id, revision, record })),
      ...(cursor && { cursor }),
    };
  }

  async store(version: TextVersion, texts: readonly EncodedText[]): Promise<void> {
    const projects = texts.filter(({ kind }) => kind === 'project');
    const open = new Set(
      projects.length === 0
        ? []
        : (await this.uow.rows<{ id: string }>(lockSql, [projects.map(({ id }) => id)])).map(({ id }) => id),
    );
    await this.insert(
      'project',
      version,
      projects.filter(({ id }) => open.has(id)),
    );
    await this.insert(
      'demand',
      version,
      texts.filter(({ kind }) => kind === 'demand'),
    );
  }

  async advance(id: string, fence: number, place: EncodingPlace, leaseMs: number): Promise<void> {
    const { cursor, seen, isClean } = place;
    const [row] = await this.uow.rows(advanceSql, [id, fence, JSON.stringify(cursor), seen, isClean, leaseMs]);
    if (!row) throw leaseLost();
  }

  async keep(id: string, fence: number, leaseMs: number): Promise<void> {
    const [row] = await this.uow.rows(keepSql, [id, fence, leaseMs]);
    if (!row) throw leaseLost();
  }

  async complete(id: string, fence: number, seen: number): Promise<void> {
    const [row] = await this.uow.rows(completeSql, [id, fence, seen]);
    if (!row) throw leaseLost();
  }

  async release(id: string, fence: number): Promise<void> {
    const sql = `update encoding set lease_until = null where id = $1 and fence = $2 and state = 'running'`;
    await this.uow.rows(sql, [id, fence]);
  }

  async abandoned({ analyserVersion, encoderVersion }: TextVersion): Promise<readonly string[]> {
    if (!(await looksAlone(this.uow, 'encoding'))) return [];
    const key = encodeLibrary.key({ encodingId: '' });
    const rows = await this.uow.rows<{ id: string }>(abandonedSql, [analyserVersion, encoderVersion, key]);
    return rows.map(({ id }) => id);
  }

  async list(): Promise<readonly Encoding[]> {
    return (await this.uow.rows<Encoding>(listSql, [])).map(withoutNulls);
  }

  private async insert(kind: Kind, { analyserVersion }: TextVersion, texts: readonly EncodedText[]): Promise<void> {
    if (texts.length === 0) return;
    const [ids, revisions] = [texts.map(({ id }) => id), texts.map(({ revision }) => revision)];
    await this.uow.rows(insertAnalysesSql(kind), [ids, revisions, analyserVersion, texts.map(({ terms }) => terms)]);
    await insertVectors(this.uow, kind, texts);
  }
}

/** A kind ends with a slice that is not full; demands come after projects. */
function cursorAfter(kind: Kind, rows: readonly SliceRow[], limit: number): EncodingCursor | undefined {
  const last = rows.at(-1)?.id;
  if (last !== undefined && rows.length === limit) return { kind, after: last };
  return kind === 'project' ? { kind: 'demand' } : undefined;
}
