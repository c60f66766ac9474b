import { missingForMatching, type Project } from '@throughtrain/domain';

/** Why a project takes no part in a run. */
export const projectGates = [
  'withdrawn',
  'sealed',
  'expired',
  'not-matchable',
  'ownership-disputed',
  'not-group-head',
  'on-stage-recently',
] as const;
export type ProjectGate = (typeof projectGates)[number];

export interface GateContext {
  /** Day (YYYY-MM-DD) of the run. */
  readonly today: string;
  /** Members of duplicate groups that are not their head. */
  readonly notHeads: ReadonlySet<string>;
  /** Projects that may say what a sealed one says. */
  readonly held: ReadonlySet<string>;
  /** Projects on stage for this host within three years. */
  readonly onStage: ReadonlySet<string>;
}

/** @returns the first gate that stops the project, undefined when it may be matched. Secrecy is stopped at the import. */
export function projectGate(
  project: Project,
  { today, notHeads, held, onStage }: GateContext,
): ProjectGate | undefined {
  if (project.status !== 'active') return project.status;
  if (held.has(project.id)) return 'sealed';
  if (project.validUntil !== undefined && project.validUntil < today) return 'expired';
  if (missingForMatching(project).length > 0) return 'not-matchable';
  if (project.ownership === 'disputed') return 'ownership-disputed';
  if (notHeads.has(project.id)) return 'not-group-head';
  if (onStage.has(project.id)) return 'on-stage-recently';
  return undefined;
}

/** @returns whether the project may be sent to an enterprise that it is not affiliated to: consent and a contact are there */
export function mayBePushed({
  status,
  ownership,
  consentToPush,
  contactRef,
}: Pick<Project, 'status' | 'ownership' | 'consentToPush' | 'contactRef'>): boolean {
  return status === 'active' && ownership !== 'disputed' && consentToPush && contactRef !== undefined;
}
