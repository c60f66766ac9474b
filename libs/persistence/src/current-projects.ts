import type { ProjectRecord } from '@throughtrain/contracts';
import {
  completeness,
  enclosingRegions,
  seiThroughCrosswalk,
  type CompletenessLevel,
  type OrganisationKind,
  type ProjectStatus,
  type Submitter,
} from '@throughtrain/domain';
import type { ProjectKey } from '@throughtrain/ingestion';
import { foldForSearch } from '@throughtrain/text';
import { withoutNulls } from './without-nulls';

/** Runs a statement and gives its rows. */
export type RunSql = <Row>(sql: string, parameters: readonly unknown[]) => Promise<Row[]>;

const projectsPerTransaction = 500;
/** Characters of the folded title by which lists are ordered. */
const titleKeyLength = 40;

// Lookups by key: after a large import no statistics know its rows yet.
const latestSql = `
  select r.project_id as id, r.revision, r.status, r.content, r.institution_id as "institutionId"
    from unnest($1::uuid[]) as wanted (id)
   cross join lateral (select * from project_revision where project_id = wanted.id order by revision desc limit 1) r`;

const identitiesSql = `
  select p.id, p.external_id as "externalId", o.kind, o.name, o.credit_code as "creditCode"
    from unnest($1::uuid[]) as wanted (id)
   cross join lateral (select id, external_id, submitted_by from project where id = wanted.id limit 1) p
    join organisation o on o.id = p.submitted_by`;

const factsSql = `
  insert into project_current as noted (
         project_id, revision, status, submitted_by, channel, entered_at, level, domains, sub_domains, regions, trl,
         institution_id, institution, title_key, confirmed_on, valid_until, external_key, stale)
  select p.id, said.revision, said.status, p.submitted_by, p.channel, p.created_at, said.level, said.domains, said."subDomains",
         said.regions, said.trl, said."institutionId", said.institution, said."titleKey", said."confirmedOn", said."validUntil",
         said."externalKey", false
    from jsonb_to_recordset($1::jsonb) as said (
           id uuid, revision integer, status text, level text, domains text[], "subDomains" text[], regions text[], trl smallint,
           "institutionId" uuid, institution text, "titleKey" text, "confirmedOn" date, "validUntil" date,
           "externalKey" text)
   cross join lateral (select * from project where id = said.id limit 1) p
   order by p.id
      on conflict (project_id) do update
     set revision = excluded.revision, status = excluded.status, level = excluded.level, domains = excluded.domains,
         sub_domains = excluded.sub_domains, regions = excluded.regions, trl = excluded.trl,
         institution_id = excluded.institution_id, institution = excluded.institution, title_key = excluded.title_key,
         confirmed_on = excluded.confirmed_on, valid_until = excluded.valid_until,
         external_key = excluded.external_key, stale = false
   where noted.revision <= excluded.revision`;

const wordsSql = `
  insert into project_words (project_id, words)
  select * from unnest($1::uuid[], $2::text[]) as said (id, words)
      on conflict (project_id) do update set words = excluded.words where project_words.words <> excluded.words`;

const levelsSql = `
  select p.id, p.channel, p.external_id as "externalId", c.level, c.stale
    from unnest($2::text[], $3::text[]) as wanted (channel, external_id)
    join project p using (channel, external_id)
    join project_current c on c.project_id = p.id
   where p.submitted_by = $1`;

const staleSql = `
  select project_id as id from project_current where stale
   order by project_id limit ${projectsPerTransaction} for update skip locked`;

/** What one revision of a project says. */
export interface SaidRevision {
  readonly id: string;
  readonly revision: number;
  readonly status: ProjectStatus;
  readonly content: ProjectRecord;
  readonly institutionId: string | null;
}

/** An old record need not fit the rules of today, and must not keep lists from the others. */
const leastContent = { title: '', summary: '', keywords: [], seiCodes: [], hteCodes: [] };

/** Writes the rows that lists read, from the latest revisions of projects that are locked, in the transaction that writes these revisions. */
export async function writeCurrentProjects(sql: RunSql, latest: readonly SaidRevision[]): Promise<void> {
  if (latest.length === 0) return;
  const identities = await identitiesOf(sql, latest);
  const facts = latest.flatMap((said) => toFacts(said, identities.get(said.id)) ?? []);
  await sql(factsSql, [JSON.stringify(facts)]);
  const told = latest.filter(({ status }) => status !== 'sealed');
  await sql(wordsSql, [told.map(({ id }) => id), told.map(({ content }) => wordsOf(content))]);
}

/** {@link writeCurrentProjects} from what is stored of the projects. */
export async function refreshCurrentProjects(sql: RunSql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await sql<SaidRevision>(latestSql, [ids]);
  await writeCurrentProjects(
    sql,
    rows.map((row) => ({ ...row, content: { ...leastContent, ...row.content } })),
  );
}

/**
 * Refreshes rows whose revision came in past `refreshCurrentProjects`, up to 500; rows that others refresh now are left to them. Belongs into a
 * transaction.
 * @returns whether there may be more
 */
export async function refreshStaleProjects(sql: RunSql): Promise<boolean> {
  const rows = await sql<{ id: string }>(staleSql, []);
  await refreshCurrentProjects(
    sql,
    rows.map(({ id }) => id),
  );
  return rows.length === projectsPerTransaction;
}

interface LevelRow extends ProjectKey {
  readonly id: string;
  readonly level: CompletenessLevel;
  readonly stale: boolean;
}

/** How complete projects of an organisation are, as lists tell it; those that are not there are left out. Belongs into a transaction. */
export async function currentLevels(
  sql: RunSql,
  organisationId: string,
  keys: readonly ProjectKey[],
): Promise<readonly LevelRow[]> {
  const wanted = [organisationId, keys.map(({ channel }) => channel), keys.map(({ externalId }) => externalId)];
  const rows = await sql<LevelRow>(levelsSql, wanted);
  const stale = rows.filter((row) => row.stale);
  if (stale.length === 0) return rows;
  await refreshCurrentProjects(
    sql,
    stale.map(({ id }) => id),
  );
  return sql<LevelRow>(levelsSql, wanted);
}

/** Which project it is, and who submitted it. */
interface Identity {
  readonly externalId: string;
  readonly submitter: Submitter;
}

interface IdentityRow {
  readonly id: string;
  readonly externalId: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly creditCode: string | null;
}

/** @returns the identities of projects by their ids */
async function identitiesOf(sql: RunSql, latest: readonly SaidRevision[]): Promise<ReadonlyMap<string, Identity>> {
  const rows = await sql<IdentityRow>(identitiesSql, [latest.map(({ id }) => id)]);
  return new Map(
    rows.map(({ id, externalId, ...submitter }) => [id, { externalId, submitter: withoutNulls(submitter) }]),
  );
}

/** What is sealed says nothing, not even by the filters that find it. */
function toFacts(
  { id, revision, status, content, institutionId }: SaidRevision,
  identity: Identity | undefined,
): object | undefined {
  if (identity === undefined) return undefined;
  const externalKey = foldForSearch(identity.externalId).text;
  if (status === 'sealed')
    return {
      id,
      revision,
      status,
      level: 'storable',
      domains: [],
      subDomains: [],
      regions: [],
      titleKey: '',
      externalKey,
    };
  const { title, institution, seiCodes, hteCodes, trl, confirmedOn, validUntil } = content;
  return {
    id,
    revision,
    status,
    level: completeness(content, identity.submitter).level,
    domains: [...new Set(domainsOf(seiCodes, hteCodes).flatMap((code) => [code, code.split('.')[0]]))],
    subDomains: hteCodes,
    regions: institution?.regionCode === undefined ? [] : enclosingRegions(institution.regionCode),
    trl,
    institutionId,
    institution: institution && foldForSearch(institution.name).text,
    titleKey: Array.from(foldForSearch(title).text).slice(0, titleKeyLength).join(''),
    confirmedOn,
    validUntil,
    externalKey,
  };
}

/** As a shortlist takes it: what a record says, and only without any SEI code what its sub-domains lie within. */
function domainsOf(seiCodes: readonly string[], hteCodes: readonly string[]): readonly string[] {
  return seiCodes.length > 0 ? seiCodes : seiThroughCrosswalk(hteCodes, 'core');
}

/** A line for each field, folded: a fold holds neither line ends nor tabs, so that nothing is found across two fields or keywords. */
function wordsOf({ title, keywords, institution, summary }: ProjectRecord): string {
  const fields = [[title], keywords, institution ? [institution.name] : [], [summary]];
  return fields.map((texts) => texts.map((text) => foldForSearch(text).text).join('\t')).join('\n');
}
