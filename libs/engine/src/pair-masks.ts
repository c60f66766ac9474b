import { affiliationKeys, type Project } from '@throughtrain/domain';
import type { PairMask } from '@throughtrain/matching';

/** What the demands of a request must not see, in a form that is asked for every pair. */
export class PairMasks {
  private readonly masks: readonly (Omit<PairMask, 'group'> & { readonly keys: ReadonlySet<string> })[];

  /** @param masks by demand */
  constructor(masks: readonly PairMask[]) {
    this.masks = masks.map((mask) => ({ ...mask, keys: new Set(affiliationKeys(mask)) }));
  }

  /**
   * @param members all records of one duplicate group: it is one project, however it was told
   * @returns whether any of them is affiliated with the enterprise of a demand or was declined by it
   */
  over(members: readonly Project[]): (demand: number) => boolean {
    const keys = members.flatMap(({ institution }) => (institution === undefined ? [] : affiliationKeys(institution)));
    return (demand) => {
      const mask = this.masks[demand];
      if (mask === undefined) return false;
      const isOwn = members.some(
        ({ id, institutionId }) => institutionId === mask.enterpriseId || mask.declined.has(id),
      );
      return isOwn || keys.some((key) => mask.keys.has(key));
    };
  }
}
