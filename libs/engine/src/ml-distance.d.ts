// The package has types, but behind an exports map that the module resolution of this project does not read.
declare module 'ml-distance' {
  export const similarity: {
    /** Cosine of the angle between two vectors, in [-1, 1]; NaN when one has no length. */
    cosine(a: ArrayLike<number>, b: ArrayLike<number>): number;
  };
}
