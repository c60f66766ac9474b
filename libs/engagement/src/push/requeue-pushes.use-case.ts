import { pushShortlist } from '@throughtrain/contracts';
import { Outbox, UnitOfWork } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { PushRepository } from '../ports/push.repository.port';

const mostAtOnce = 100;

/** Leaves a new job for every frozen shortlist that was not pushed to its end. */
@Injectable()
export class RequeuePushes {
  constructor(
    private readonly pushes: PushRepository,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  /** @returns how many were re-enqueued */
  async execute(): Promise<number> {
    return this.uow.run(async () => {
      const ids = await this.pushes.abandoned(mostAtOnce);
      for (const shortlistId of ids) await this.outbox.add(pushShortlist, { shortlistId });
      return ids.length;
    });
  }
}
