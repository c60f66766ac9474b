import { lettersOf, type Paper } from './papers';

/** Letters that must agree for a paragraph to be the beginning of an abstract. */
const shingleLength = 16;
const shingleStep = 8;
const abstractStart = 80;
const paragraphStart = 180;
/** How many papers may be missing from the bodies in a row. */
const longestGap = 40;

/** Paragraphs of the body of one paper. */
export interface Body {
  readonly paper: Paper;
  readonly paragraphs: readonly string[];
}

/**
 * Parts the bodies, one paragraph a line, in the order of the papers but without marks between them: a paper begins where its abstract does. A stretch in which a
 * held-out paper begins, or may begin unseen, is left out whole.
 */
export async function* bodiesOf(lines: AsyncIterable<string>, papers: readonly Paper[]): AsyncGenerator<Body> {
  const starts = startsOf(papers);
  let current = -1;
  let paragraphs: string[] = [];
  const finished = (next: number): Body[] => {
    const paper = papers[current];
    const mayHoldHeldOut = papers.slice(Math.max(0, current), next).some(({ isHeldOut }) => isHeldOut);
    return paper === undefined || mayHoldHeldOut ? [] : [{ paper, paragraphs }];
  };
  for await (const line of lines) {
    const next = paperBegunBy(line, starts, current);
    if (next !== undefined) {
      yield* finished(next);
      current = next;
      paragraphs = [];
    }
    paragraphs.push(line);
  }
  yield* finished(papers.length);
}

function startsOf(papers: readonly Paper[]): Map<string, number[]> {
  const starts = new Map<string, number[]>();
  papers.forEach(({ source, zh }, index) => {
    if (source !== 'chinaxiv') return;
    const letters = lettersOf(zh.abstract).slice(0, abstractStart);
    for (let at = 0; at + shingleLength <= letters.length; at += shingleStep) {
      const shingle = letters.slice(at, at + shingleLength);
      const known = starts.get(shingle);
      if (known === undefined) starts.set(shingle, [index]);
      else known.push(index);
    }
  });
  return starts;
}

function paperBegunBy(line: string, starts: ReadonlyMap<string, number[]>, current: number): number | undefined {
  const letters = lettersOf(line.slice(0, paragraphStart * 2)).slice(0, paragraphStart);
  for (let at = 0; at + shingleLength <= letters.length; at += 1) {
    const found = starts.get(letters.slice(at, at + shingleLength));
    const next = found?.find((index) => index > current && index <= current + longestGap);
    if (next !== undefined) return next;
  }
  return undefined;
}
