import type { ProjectRecord } from '@throughtrain/contracts';
import type { Channel, Project, ProjectStatus } from '@throughtrain/domain';
import { withoutNulls } from './without-nulls';

/** Columns of {@link ProjectRow}, of a project `p` and one of its revisions `r`. */
export const projectColumns = `
  p.id, p.channel, p.external_id as "externalId", r.revision, r.status, r.content, r.institution_id as "institutionId"`;

/** What a reader is shown of a revision `r`: columns of {@link ShownProject}. */
export const shownProjectColumns = `
  r.content->>'title' as title, r.content->>'summary' as summary, r.content->'institution'->>'name' as institution,
  (r.content->>'trl')::integer as trl`;

/** Title, summary, institution and readiness level as the pinned revision states them. */
export interface ShownProject {
  readonly title: string;
  readonly summary: string;
  readonly institution: string | null;
  readonly trl: number | null;
}

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
  regionCode,
  group,
}: NonNullable<ProjectRecord['institution']>): NonNullable<Project['institution']> {
  return withoutUndefined({
    name,
    ...(regionCode !== undefined && { regionCode }),
    ...(group !== undefined && { group }),
  });
}

/** Types only: JSON holds no undefined. */
type WithoutUndefined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };

/** Gives what zod types as possibly undefined the exact optional type of the records. */
export function withoutUndefined<Value extends object>(value: Value): WithoutUndefined<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as WithoutUndefined<Value>;
}
