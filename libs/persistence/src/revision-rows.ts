import type { ProjectStatus } from '@throughtrain/domain';
import type { Prepared, StoreOutcome } from '@throughtrain/ingestion';
import type { TextVector } from '@throughtrain/text';
import type { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

/** What has insert-only revisions, and analyses of them, in tables named after it. */
export type Revised = 'project' | 'demand';

/** A record whose identity is known and locked by the caller. */
export interface Identified<Record> {
  readonly id: string;
  readonly prepared: Prepared<Record>;
}

/** What storing a record comes to: a new revision, or none when it says what the latest one says or the project is sealed. */
export interface RevisionStep<Record> extends Identified<Record> {
  readonly outcome: StoreOutcome;
  /** The revision that holds the record when the step is done, from 1. */
  readonly revision: number;
  /** The revision has no analysis of this version yet. */
  readonly lacksAnalysis: boolean;
  /** Nor a vector of the encoder that has made one. */
  readonly lacksVector: boolean;
}

const refusals = {
  withdrawn: {
    column: 'externalId',
    code: 'project.withdrawn',
    message: 'the project was withdrawn with these very words; other words bring it back',
  },
  sealed: {
    column: 'externalId',
    code: 'project.sealed',
    message: 'the project was declared not public and stays sealed until an operator has looked into it',
  },
} as const satisfies Record<string, StoreOutcome>;

interface LatestRow {
  readonly id: string;
  readonly revision: number;
  readonly status: ProjectStatus;
  readonly content_hash: Buffer;
  readonly is_analysed: boolean;
  readonly is_encoded: boolean;
}

const latestSql = (kind: Revised): string => `
  select wanted.id, latest.revision, latest.content_hash,
         ${kind === 'project' ? 'latest.status' : `'active' as status`},
         exists (
           select from ${kind}_analysis analysis
            where analysis.${kind}_id = wanted.id and analysis.revision = latest.revision
              and analysis.analyser_version = wanted.analyser_version
         ) as is_analysed,
         exists (
           select from ${kind}_vector vector
            where vector.${kind}_id = wanted.id and vector.revision = latest.revision
              and vector.encoder_version = wanted.encoder_version
         ) as is_encoded
    from unnest($1::uuid[], $2::text[], $3::text[]) as wanted (id, analyser_version, encoder_version)
    join lateral (
      select * from ${kind}_revision where ${kind}_id = wanted.id order by revision desc limit 1
    ) latest on true`;

const insertAnalysesSql = (kind: Revised): string => `
  insert into ${kind}_analysis (${kind}_id, revision, analyser_version, terms)
  select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[])
  on conflict do nothing`;

const insertVectorsSql = (kind: Revised): string => `
  insert into ${kind}_vector (${kind}_id, revision, encoder_version, numbers)
  select * from unnest($1::uuid[], $2::int[], $3::text[], $4::bytea[])
  on conflict do nothing`;

/**
 * Compares records with what is stored. The rows of their identities must be locked by an earlier statement, so that the latest
 * revision stays the latest.
 * @returns one step for each record, in order. Other words bring a withdrawn project back, the same words do not: whoever sends a whole
 *   list every night would undo every withdrawal
 */
export async function planRevisions<Record>(
  uow: TypeOrmUnitOfWork,
  kind: Revised,
  batch: readonly Identified<Record>[],
): Promise<readonly RevisionStep<Record>[]> {
  const rows = await uow.rows<LatestRow>(latestSql(kind), [
    batch.map(({ id }) => id),
    batch.map(({ prepared }) => prepared.analyserVersion),
    batch.map(({ prepared }) => prepared.vector?.encoderVersion ?? null),
  ]);
  const latestOf = new Map(rows.map((row) => [row.id, row]));
  return batch.map((one) => {
    const latest = latestOf.get(one.id);
    const isSame = latest?.content_hash.equals(one.prepared.contentHash) ?? false;
    if (latest?.status === 'sealed' || (latest?.status === 'withdrawn' && isSame)) {
      const { revision } = latest;
      return { ...one, outcome: refusals[latest.status], revision, lacksAnalysis: false, lacksVector: false };
    }
    if (latest !== undefined && isSame) {
      const { revision, is_analysed: isAnalysed, is_encoded: isEncoded } = latest;
      return { ...one, outcome: 'unchanged', revision, lacksAnalysis: !isAnalysed, lacksVector: !isEncoded };
    }
    const revision = (latest?.revision ?? 0) + 1;
    return { ...one, outcome: latest ? 'updated' : 'created', revision, lacksAnalysis: true, lacksVector: true };
  });
}

/** Adds what analysis and the encoder made of the texts, where the steps lack it; their revisions must be there. */
export async function insertAnalyses(
  uow: TypeOrmUnitOfWork,
  kind: Revised,
  steps: readonly RevisionStep<unknown>[],
): Promise<void> {
  const vectors = steps.flatMap(({ id, revision, lacksVector, prepared: { vector } }) =>
    lacksVector && vector ? [{ id, revision, vector }] : [],
  );
  await insertVectors(uow, kind, vectors);
  const lacking = steps.filter(({ lacksAnalysis }) => lacksAnalysis);
  if (lacking.length === 0) return;
  await uow.rows(insertAnalysesSql(kind), [
    lacking.map(({ id }) => id),
    lacking.map(({ revision }) => revision),
    lacking.map(({ prepared }) => prepared.analyserVersion),
    lacking.map(({ prepared }) => prepared.terms),
  ]);
}

/** Adds vectors; of a revision that has one of the same encoder it stays. */
export async function insertVectors(
  uow: TypeOrmUnitOfWork,
  kind: Revised,
  vectors: readonly { readonly id: string; readonly revision: number; readonly vector: TextVector }[],
): Promise<void> {
  if (vectors.length === 0) return;
  await uow.rows(insertVectorsSql(kind), [
    vectors.map(({ id }) => id),
    vectors.map(({ revision }) => revision),
    vectors.map(({ vector }) => vector.encoderVersion),
    vectors.map(({ vector: { numbers } }) => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.length)),
  ]);
}

/** @returns where a revision comes from, as the column `source` holds it */
export function sourceOf({ source }: Pick<Prepared<unknown>, 'source'>): string | null {
  return source === undefined ? null : JSON.stringify(source);
}
