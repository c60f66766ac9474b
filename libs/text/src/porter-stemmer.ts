// The one module is imported by its path: the package's root loads a database driver and takes seconds.
import natural from 'natural/lib/natural/stemmers/porter_stemmer';

const stems = new Map<string, string>();
const rememberedWords = 100_000;

/** @returns the Porter stem of a lower-case English word; remembered, since texts repeat their words */
export function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const result = natural.stem(word);
  if (stems.size < rememberedWords) stems.set(word, result);
  return result;
}
