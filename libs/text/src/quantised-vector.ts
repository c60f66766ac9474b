const largest = 127;

/**
 * A vector in eight bits a number, as vectors are stored and compared. Products of such vectors are sums of integers that float32 holds exactly up to about
 * 1,000 dimensions and float64 beyond any, so that cosines are the same in whatever order and precision an engine adds them up.
 * @param vector undefined for a text in which nothing is known
 * @returns numbers in [-127, 127], the largest at an end; zeros for a text in which nothing is known
 */
export function quantiseVector(vector: ArrayLike<number> | undefined, dimensions: number): Int8Array {
  const quantised = new Int8Array(dimensions);
  let most = 0;
  for (let k = 0; k < dimensions; k += 1) most = Math.max(most, Math.abs(vector?.[k] ?? 0));
  if (most > 0)
    for (let k = 0; k < dimensions; k += 1) quantised[k] = Math.round(((vector?.[k] ?? 0) / most) * largest);
  return quantised;
}
