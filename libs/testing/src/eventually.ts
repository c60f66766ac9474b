import { setTimeout as delay } from 'node:timers/promises';

/** What a check answers while its condition does not hold. */
type NotYet = false | null | undefined;

/** What a check can answer: something, so that one that forgets to answer is refused by the compiler. */
type Answer = object | string | number | bigint | boolean | null | undefined;

/**
 * Waits for a condition that another process or a job brings about.
 * @param check is called again and again until it returns something other than false, null or undefined; a throw, such as that
 *   of a failed `expect`, means "not yet" too. A check of expectations only ends with `return true`.
 * @param withinMs bound against hanging; default 15 s
 * @returns what the check returned
 * @throws Error with the last answer or failure when the time is up
 */
export async function eventually<T extends Answer>(
  check: () => T | Promise<T>,
  { withinMs = 15_000, everyMs = 20 }: { withinMs?: number; everyMs?: number } = {},
): Promise<Exclude<T, NotYet>> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    let last: unknown;
    try {
      const answer: T = await check();
      if (holds(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > giveUpAt) {
      const shown = last instanceof Error ? last.message : `the check returned ${String(last)}`;
      throw new Error(`The condition did not hold within ${withinMs} ms: ${shown}`, { cause: last });
    }
    await delay(everyMs);
  }
}

function holds<T extends Answer>(answer: T): answer is Exclude<T, NotYet> {
  const given: unknown = answer;
  return given !== false && given !== null && given !== undefined;
}
