import { Clock, dayInChina, monthsBefore, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ProjectLife, type DueFilter } from '../ports/project-life.port';
import type { StoredProject } from '../ports/record-stores.port';

/** How long a record counts as confirmed. */
export class ConfirmationSettings {
  constructor(readonly months: number) {}
}

/** Lists what waits for its submitter: records to confirm, and records that have expired. */
@Injectable()
export class ListDueProjects {
  constructor(
    private readonly life: ProjectLife,
    private readonly clock: Clock,
    private readonly settings: ConfirmationSettings,
  ) {}

  /** @returns active projects of the caller's organisation by id; one that was never confirmed counts from the day on which it came in */
  execute(
    scope: Scope,
    due: DueFilter['due'],
    after: string | undefined,
    limit: number,
  ): Promise<readonly StoredProject[]> {
    const today = dayInChina(this.clock.now());
    const before = due === 'expired' ? today : monthsBefore(today, this.settings.months);
    return this.life.due(scope, { due, before }, after, limit);
  }
}
