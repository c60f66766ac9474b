import type { WeightProfile } from '@throughtrain/ranking';

/** Reads the weights that a run was scored with. */
export abstract class ProfileReader {
  /** @throws DomainError not-found */
  abstract read(version: number): Promise<WeightProfile>;
}
