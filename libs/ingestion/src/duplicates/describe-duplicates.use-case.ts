import { Injectable } from '@nestjs/common';
import {
  Clock,
  dayInChina,
  groupDuplicates,
  heldWithSealed,
  whyHead,
  type HeadReason,
  type Scope,
} from '@throughtrain/domain';
import {
  DuplicateReview,
  type DuplicateMember,
  type DuplicateNeighbourhood,
} from '../ports/duplicate-review.repository.port';

/** The group of one project as it is now. */
export interface DescribedDuplicates {
  /** The head first; only the project itself when it is in no group. */
  readonly members: readonly DuplicateMember[];
  /** Why the first member is the head; absent without a group. */
  readonly because?: HeadReason;
  /** Kept from matching because it may say what a sealed project says. */
  readonly isHeld: boolean;
  readonly history: DuplicateNeighbourhood['history'];
}

/** Derives the group of a project by the function that match runs use, of the library as it is now. */
@Injectable()
export class DescribeDuplicates {
  constructor(
    private readonly review: DuplicateReview,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError not-found */
  async execute(scope: Scope, projectId: string): Promise<DescribedDuplicates> {
    const { projects, decisions, members, history } = await this.review.neighbourhood(scope, projectId);
    const today = dayInChina(this.clock.now());
    const live = projects.filter(({ validUntil }) => validUntil === undefined || validUntil >= today);
    const group = groupDuplicates(live, decisions).find(({ memberIds }) => memberIds.includes(projectId));
    const ids = group?.memberIds ?? [projectId];
    const because = whyHead(live.filter(({ id }) => group?.memberIds.includes(id)));
    return {
      members: ids.flatMap((id) => members.get(id) ?? []),
      ...(because !== undefined && { because }),
      isHeld: heldWithSealed(projects, decisions).has(projectId),
      history,
    };
  }
}
