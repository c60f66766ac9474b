import { ndjsonLines, readLine } from '../ndjson-rows';
import type { OutcomeCursor } from './outcome-cursor';

/** Key of the outcome in a line that was written back. */
export const outcomeKey = 'importResult';

/**
 * Writes an NDJSON file whose objects have one more key, `importResult`, where there is an outcome. A line that is no object is replaced by one
 * that holds the outcome alone; lines without an outcome stay as they are.
 */
export async function* annotateNdjson(
  bytes: AsyncIterable<Buffer>,
  outcomes: OutcomeCursor,
): AsyncGenerator<Buffer, void, undefined> {
  let written = 0;
  for await (const one of ndjsonLines(bytes)) {
    // Rows are lines, so blank ones are kept.
    const blank = '\n'.repeat(one.row - written - 1);
    written = one.row;
    const outcome = (await outcomes.at(one.row))?.text;
    const line = outcome === undefined ? one.bytes : Buffer.from(withOutcome(one, outcome));
    yield Buffer.concat([Buffer.from(blank), line ?? Buffer.alloc(0), Buffer.from('\n')]);
  }
}

function withOutcome(line: Parameters<typeof readLine>[0], outcome: string): string {
  const read = readLine(line);
  const value = read && 'value' in read ? (read.value as object) : {};
  const added = `${JSON.stringify(outcomeKey)}:${JSON.stringify(outcome)}`;
  const keys = Object.keys(value);
  if (keys.includes(outcomeKey)) return JSON.stringify({ ...value, [outcomeKey]: outcome });
  // Put into the text, so that numbers and repeated keys stay as they were written.
  const text = line.bytes?.toString().trim().replace(/\}$/, '') ?? '';
  return keys.length === 0 ? `{${added}}` : `${text},${added}}`;
}
