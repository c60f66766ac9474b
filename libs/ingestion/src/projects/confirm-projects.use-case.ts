import { AuditLog, Clock, dayInChina, DomainError, UnitOfWork, type ErrorCode, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ProjectLife, type LifeState } from '../ports/project-life.port';

/** What became of the confirmation of one project. */
export type Confirmation =
  | { readonly projectId: string; readonly outcome: 'confirmed'; readonly revision: number }
  | { readonly projectId: string; readonly outcome: 'unchanged'; readonly revision: number }
  | { readonly projectId: string; readonly outcome: 'refused'; readonly code: ErrorCode };

/** Says of projects that what they tell still holds. The same day again changes nothing. */
@Injectable()
export class ConfirmProjects {
  constructor(
    private readonly life: ProjectLife,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @param confirmedOn YYYY-MM-DD; today in China when it is absent
   * @returns what became of each project, in the order of the ids
   * @throws DomainError invalid `project.confirmation-in-future`
   */
  async execute(scope: Scope, projectIds: readonly string[], confirmedOn?: string): Promise<readonly Confirmation[]> {
    const today = dayInChina(this.clock.now());
    const day = confirmedOn ?? today;
    if (day > today) throw new DomainError('invalid', 'project.confirmation-in-future');
    const ids = [...new Set(projectIds)];
    return this.uow.run(async () => {
      const states = new Map((await this.life.lock(scope, ids)).map((state) => [state.projectId, state]));
      const confirmations = ids.map((id) => confirm(id, states.get(id), day, today));
      const confirmed = confirmations.filter((one) => one.outcome === 'confirmed');
      await this.life.revise(
        scope,
        confirmed.map(({ projectId, revision }) => ({
          projectId,
          revision: revision - 1,
          act: 'confirmation',
          says: { confirmedOn: day },
        })),
      );
      for (const { projectId, revision } of confirmed) await this.record(scope, projectId, revision, day);
      return confirmations;
    });
  }

  private record(scope: Scope, projectId: string, revision: number, confirmedOn: string): Promise<void> {
    return this.audit.record(scope, {
      action: 'project.confirm',
      subjectType: 'project',
      subjectId: projectId,
      after: { revision, confirmedOn },
    });
  }
}

function confirm(projectId: string, state: LifeState | undefined, day: string, today: string): Confirmation {
  const refused = (code: ErrorCode): Confirmation => ({ projectId, outcome: 'refused', code });
  if (state === undefined) return refused('resource.not-found');
  const { revision, status, confirmedOn, validUntil } = state;
  if (status === 'withdrawn') return refused('project.already-withdrawn');
  if (status === 'sealed') return refused('project.sealed');
  if (validUntil !== undefined && validUntil < today) return refused('project.expired');
  // A day to come is a slip of a file and confirms nothing.
  const isConfirmed = confirmedOn !== undefined && confirmedOn >= day && confirmedOn <= today;
  return isConfirmed
    ? { projectId, outcome: 'unchanged', revision }
    : { projectId, outcome: 'confirmed', revision: revision + 1 };
}
