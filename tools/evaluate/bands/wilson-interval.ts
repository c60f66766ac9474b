/** Of the standard normal distribution: 95 % lie within it. */
const z = 1.959963984540054;

/**
 * Interval of 95 % for a share of which `met` of `count` were observed. Pairs of one topic are alike, so the true one is somewhat wider.
 * @returns within [0, 1]; all of it when nothing was observed
 * @see Wilson, Journal of the American Statistical Association 22 (1927)
 */
export function wilsonInterval(met: number, count: number): readonly [low: number, high: number] {
  if (count === 0) return [0, 1];
  const share = met / count;
  const scale = 1 + z ** 2 / count;
  const middle = (share + z ** 2 / (2 * count)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
