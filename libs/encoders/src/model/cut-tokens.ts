/**
 * Shortens a text and leaves what a model expects around it, such as [CLS] and [SEP].
 * @param whole tokens of the text and of what stands around it
 * @param bare tokens of the text alone
 * @returns at most `limit` tokens, unless what stands around the text is longer
 */
export function cutTokens(whole: readonly number[], bare: readonly number[], limit: number): readonly number[] {
  const around = whole.length - bare.length;
  const before = [...Array(around + 1).keys()].find((start) => bare.every((id, at) => id === whole[start + at]));
  if (before === undefined) return whole.slice(0, limit);
  return [
    ...whole.slice(0, before),
    ...bare.slice(0, Math.max(0, limit - around)),
    ...whole.slice(before + bare.length),
  ];
}
