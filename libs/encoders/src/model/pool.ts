/** How the vectors of tokens become one: that of the first, of the last, or their mean. */
export type Pooling = 'cls' | 'last' | 'mean';

/**
 * @param tokens vectors of all tokens of one text, one after the other
 * @param dimensions numbers a vector
 * @returns one vector, of whatever length
 */
export function pool(tokens: Float32Array, dimensions: number, pooling: Pooling): Float32Array {
  if (pooling === 'cls') return tokens.slice(0, dimensions);
  if (pooling === 'last') return tokens.slice(-dimensions);
  const sum = new Float64Array(dimensions);
  tokens.forEach((value, at) => (sum[at % dimensions] = (sum[at % dimensions] ?? 0) + value));
  return Float32Array.from(sum, (value) => (value * dimensions) / tokens.length);
}
