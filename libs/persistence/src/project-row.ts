import type { ProjectRecord } from '@throughtrain/contracts';
import type { Channel, Project, ProjectDigest, ProjectStatus } from '@throughtrain/domain';
import { withoutNulls } from './without-nulls';

/** Columns of {@link ProjectRow}, of a project `p` and one of its revisions `r`. */
export const projectColumns = `
  p.id, p.channel, p.external_id as "externalId", r.revision, r.status, r.content, r.institution_id as "institutionId"`;

/** What stands for the title of a sealed project. */
export const sealedTitle = '（已封存）';

/** Where {@link shownProjectColumns} come from: a row `e` that names a project and a revision of it. What is sealed tells nothing. */
export const shownProjectJoins = `
    join project_revision r on r.project_id = e.project_id and r.revision = e.revision
   cross join lateral (
         select status from project_revision where project_id = e.project_id order by revision desc limit 1) latest
   cross join lateral (
         select case when latest.status = 'sealed' then '{"title": "${sealedTitle}", "summary": ""}' else r.content end as content) told`;

/** Seven digits and more, perhaps with signs between: what `patentNumbers` of the core takes for a number, near enough to be counted. */
const patentNumber = '([0-9][^0-9A-Za-z]{0,2}){7}';

/** What a reader is shown of a project: columns of {@link ShownProject}. */
export const shownProjectColumns = `
  latest.status, told.content->>'title' as title, told.content->>'summary' as summary,
  told.content->'institution'->>'name' as institution, told.content->'hteCodes'->>0 as "subDomain", told.content->>'stage' as stage,
  (told.content->>'trl')::integer as trl, told.content->>'programme' as programme,
  (select count(*)::integer from jsonb_array_elements_text(coalesce(told.content->'patents', '[]')) n where n ~ '${patentNumber}') as patents,
  coalesce(told.content->'cooperation', '[]') as cooperation`;

/** A list that tells words of a project, empty once it is sealed. */
export const unlessSealed = (list: string): string => `case when latest.status = 'sealed' then '[]' else ${list} end`;

/** {@link ProjectDigest} as a row. */
export type ShownProject = {
  readonly [Key in keyof ProjectDigest]-?: undefined extends ProjectDigest[Key]
    ? Exclude<ProjectDigest[Key], undefined> | null
    : ProjectDigest[Key];
};

export interface ProjectRow {
  readonly id: string;
  readonly channel: Channel;
  readonly externalId: string;
  readonly revision: number;
  readonly status: ProjectStatus;
  readonly content: ProjectRecord;
  readonly institutionId: string | null;
}

/** @returns the project as the revision states it; what the record does not say stays absent */
export function toProject({ content, institutionId, ...identity }: ProjectRow): Project {
  const { externalId: _externalId, channel: _channel, secrecy, institution, ...said } = content;
  return {
    ...withoutUndefined(said),
    ...identity,
    ...withoutNulls({ institutionId }),
    ...(institution && { institution: toInstitution(institution) }),
  };
}

function toInstitution({
  name,
  ...known
}: NonNullable<ProjectRecord['institution']>): NonNullable<Project['institution']> {
  return { name, ...withoutUndefined(known) };
}

/** Types only: JSON holds no undefined. */
type WithoutUndefined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };

/** Gives what zod types as possibly undefined the exact optional type of the records. */
export function withoutUndefined<Value extends object>(value: Value): WithoutUndefined<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as WithoutUndefined<Value>;
}
