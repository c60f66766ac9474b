import { Injectable } from '@nestjs/common';
import { AuditLog, compareProjects, refusePersonalData, traitsOf, UnitOfWork, type Scope } from '@throughtrain/domain';
import { DuplicateReview } from '../ports/duplicate-review.repository.port';
import {
  DuplicateStore,
  type ComparedPair,
  type ProjectPair,
  type ComparableRevision,
} from '../ports/duplicate-store.port';

/** Merges and splits by hand: decisions of their own, beside what the rule and the numbers say. */
@Injectable()
export class DecideDuplicates {
  constructor(
    private readonly review: DuplicateReview,
    private readonly store: DuplicateStore,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Merges each two of the projects.
   * @param projectIds two and more, each once
   * @throws DomainError invalid `reason.personal-data`; not-found when one of them is not the caller's to decide about
   */
  merge(scope: Scope, projectIds: readonly string[], reason: string): Promise<void> {
    const pairs = projectIds.flatMap((a, index) => projectIds.slice(index + 1).map((b) => pairOf(a, b)));
    return this.decide(scope, projectIds, pairs, 'merge', reason);
  }

  /**
   * Takes the first of the projects apart from each of the others, which stay as they are among themselves.
   * @param projectIds two and more, each once
   * @throws DomainError invalid `reason.personal-data`; not-found when one of them is not the caller's to decide about
   */
  split(scope: Scope, projectIds: readonly string[], reason: string): Promise<void> {
    const [first = '', ...others] = projectIds;
    return this.decide(
      scope,
      projectIds,
      others.map((other) => pairOf(first, other)),
      'split',
      reason,
    );
  }

  private async decide(
    scope: Scope,
    projectIds: readonly string[],
    pairs: readonly ProjectPair[],
    verdict: 'merge' | 'split',
    reason: string,
  ): Promise<void> {
    refusePersonalData(reason);
    await this.uow.run(async () => {
      await this.review.lock(scope, projectIds);
      const revisions = new Map((await this.store.read(projectIds)).map((told) => [told.projectId, told]));
      const sorted = pairs.toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
      await this.store.record(sorted.flatMap((pair) => evidenceOf(pair, revisions) ?? []));
      await this.review.decide(scope, sorted, verdict, reason);
      await this.audit.record(scope, {
        action: `duplicates.${verdict}`,
        subjectType: 'project',
        subjectId: projectIds[0] ?? '',
        after: { projectIds },
        reason,
      });
    });
  }
}

const pairOf = (a: string, b: string): ProjectPair => (a < b ? [a, b] : [b, a]);

/** What is known of the pair at the time of the decision, also when it is nothing. */
function evidenceOf(pair: ProjectPair, revisions: ReadonlyMap<string, ComparableRevision>): ComparedPair | undefined {
  const [a, b] = [revisions.get(pair[0]), revisions.get(pair[1])];
  if (a === undefined || b === undefined) return undefined;
  const evidence = compareProjects(traitsOf(a.told), traitsOf(b.told));
  return { pair, revisions: [a.revision, b.revision], evidence, verdict: 'leave' };
}
