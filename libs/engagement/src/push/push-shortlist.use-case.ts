import { Injectable } from '@nestjs/common';
import { PushRepository, type ClaimedPush } from '../ports/push.repository.port';
import { partForEnterprise } from './part-for-enterprise';

/** Settings of the push worker. */
export class PushSettings {
  /** @param needsAuthority whether what is submitted for others has to say by what right before it is pushed */
  constructor(
    readonly leaseMs: number,
    readonly needsAuthority: boolean,
  ) {}
}

/** Sends each enrolled enterprise its part of a frozen shortlist. A crashed push goes on where it stopped: an invitation exists once. */
@Injectable()
export class PushShortlist {
  constructor(
    private readonly pushes: PushRepository,
    private readonly settings: PushSettings,
  ) {}

  async execute({ shortlistId }: { readonly shortlistId: string }): Promise<void> {
    const claim = await this.pushes.claim(shortlistId, this.settings.leaseMs);
    if (!claim) return;
    try {
      await this.pushTo(shortlistId, claim);
    } catch (error) {
      // So that the retry need not wait for the end of the lease; what matters is the error.
      await this.pushes.release(shortlistId, claim.fence).catch(() => undefined);
      throw error;
    }
  }

  private async pushTo(shortlistId: string, { fence, enterpriseIds, entries }: ClaimedPush): Promise<void> {
    for (const enterpriseId of enterpriseIds) {
      const part = partForEnterprise(enterpriseId, entries, this.settings.needsAuthority);
      if (part.length > 0) await this.pushes.invite(shortlistId, fence, enterpriseId, part, this.settings.leaseMs);
    }
    await this.pushes.finish(shortlistId, fence);
  }
}
