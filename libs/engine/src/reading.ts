import type { LibraryProject, TextVersions } from '@throughtrain/matching';

/** Told after each batch how many projects were read so far; throwing stops the reading. */
export type LoadProgress = (projects: number) => Promise<void>;

export const nobodyAsks: LoadProgress = () => Promise.resolve();

/** One name for what analysis and encoder a library is read with. */
export const nameOf = ({ analyserVersion, encoderVersion }: TextVersions): string =>
  `${analyserVersion} ${encoderVersion ?? ''}`;

/** Hands the batches on and tells how many projects they held. */
export async function* counted(
  batches: AsyncIterable<readonly LibraryProject[]>,
  loaded: LoadProgress,
): AsyncGenerator<readonly LibraryProject[]> {
  let projects = 0;
  for await (const batch of batches) {
    projects += batch.length;
    await loaded(projects);
    yield batch;
  }
}
