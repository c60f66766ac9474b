import { missingForMatching, type Project, type ProjectStatus } from '@throughtrain/domain';

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

/** What the gates ask of a project. */
export interface GatedProject<Id = string> {
  readonly id: Id;
  readonly status: ProjectStatus;
  readonly validUntil?: string | undefined;
  readonly isMatchable: boolean;
  readonly isDisputed: boolean;
}

/** What is kept of a project for the gates. */
export function toGated(project: Project): GatedProject {
  const { id, status, validUntil, ownership } = project;
  const isMatchable = missingForMatching(project).length === 0;
  return { id, status, validUntil, isMatchable, isDisputed: ownership === 'disputed' };
}

export interface GateContext<Id = string> {
  /** Day (YYYY-MM-DD) of the run. */
  readonly today: string;
  /** Members of duplicate groups that are not their head. */
  readonly notHeads: ReadonlySet<Id>;
  /** Projects that may say what a sealed one says. */
  readonly held: ReadonlySet<Id>;
  /** Projects on stage for this host within three years. */
  readonly onStage: ReadonlySet<Id>;
}

/** @returns the first gate that stops the project, undefined when it may be matched. Secrecy is stopped at the import. */
export function projectGate<Id>(
  { id, status, validUntil, isMatchable, isDisputed }: GatedProject<Id>,
  { today, notHeads, held, onStage }: GateContext<Id>,
): ProjectGate | undefined {
  if (status !== 'active') return status;
  if (held.has(id)) return 'sealed';
  if (validUntil !== undefined && validUntil < today) return 'expired';
  if (!isMatchable) return 'not-matchable';
  if (isDisputed) return 'ownership-disputed';
  if (notHeads.has(id)) return 'not-group-head';
  if (onStage.has(id)) return 'on-stage-recently';
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
