import { foldForSearch } from './fold-for-search';
import { findTerm, type SearchTerm } from './search-terms';

/** A part of a text, in code units: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of a text that is wholly or not at all a hit. */
export interface SnippetPart {
  readonly text: string;
  readonly hit: boolean;
}

/**
 * Where a text holds search terms, whatever way it writes them: co2 in CO₂, fi in the ligature ﬁ.
 * @returns spans of the original text in order, apart from each other, each of whole characters
 */
export function findSpans(text: string, terms: readonly SearchTerm[]): readonly Span[] {
  if (terms.length === 0) return [];
  const folded = foldForSearch(text);
  const found = terms
    .flatMap((term) => findTerm(folded.text, term))
    .map(([start, end]) => ({ start: folded.starts[start] ?? 0, end: folded.ends[end - 1] ?? 0 }));
  return joinSpans(found);
}

/** @returns the same places in order, with those that touch or overlap joined */
export function joinSpans(found: readonly Span[]): readonly Span[] {
  const spans: Span[] = [];
  for (const next of found.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = spans.at(-1);
    if (last && next.start <= last.end)
      spans[spans.length - 1] = { start: last.start, end: Math.max(last.end, next.end) };
    else spans.push({ start: next.start, end: next.end });
  }
  return spans;
}

/**
 * Cuts a piece of a text around its first hit, or from its beginning when there is none.
 * @param spans as `findSpans` gives them
 * @param length characters of the piece; a first hit that is longer makes it longer
 * @returns parts that read one after the other are that piece of the text; none for an empty text
 */
export function cutSnippet(text: string, spans: readonly Span[], length = 80): readonly SnippetPart[] {
  const [first] = spans;
  const hitLength = first ? [...text.slice(first.start, first.end)].length : 0;
  const room = Math.max(0, length - hitLength);
  // A third of the room before the hit: what follows tells more.
  const start = first ? back(text, first.start, Math.floor(room / 3)) : 0;
  const end = forward(text, start, Math.max(length, [...text.slice(start, first?.end ?? 0)].length));
  const from = end === text.length ? Math.min(start, back(text, end, length)) : start;
  return partsOf(text, from, end, spans);
}

function partsOf(text: string, from: number, to: number, spans: readonly Span[]): readonly SnippetPart[] {
  const parts: SnippetPart[] = [];
  let at = from;
  for (const span of spans) {
    const [start, end] = [Math.max(span.start, from), Math.min(span.end, to)];
    if (start >= end) continue;
    if (start > at) parts.push({ text: text.slice(at, start), hit: false });
    parts.push({ text: text.slice(start, end), hit: true });
    at = end;
  }
  if (at < to) parts.push({ text: text.slice(at, to), hit: false });
  return parts;
}

/** @returns the place that many code points after, never within one */
function forward(text: string, from: number, count: number): number {
  let at = from;
  for (let step = 0; step < count && at < text.length; step += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** @returns the place that many code points before, never within one */
function back(text: string, from: number, count: number): number {
  let at = from;
  for (let step = 0; step < count && at > 0; step += 1)
    at -= at > 1 && (text.codePointAt(at - 2) ?? 0) > 0xffff ? 2 : 1;
  return at;
}
