/**
 * Hands things on, each while the next one is being made: there are never more than two. What goes wrong with a thing is thrown when its turn
 * comes. Whoever leaves the loop waits for the one that is being made and ends the source.
 */
export async function* madeAhead<T>(things: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  const source = things[Symbol.asyncIterator]();
  let coming = source.next();
  try {
    for (let thing = await coming; thing.done !== true; thing = await coming) {
      coming = source.next();
      // Thrown where it is waited for, which may be later or never.
      coming.catch(() => undefined);
      yield thing.value;
    }
  } finally {
    await source.return?.();
  }
}

/** Lets whatever has arrived be dealt with first. */
export function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
