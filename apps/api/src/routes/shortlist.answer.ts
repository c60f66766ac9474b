import type { shortlistEntrySchema, shortlistHeadSchema, shortlistSchema } from '@throughtrain/contracts';
import type { ExplainedEntry, ListedEntry, ShortlistHead } from '@throughtrain/matching';
import { PairMarker } from '@throughtrain/text';
import type { z } from 'zod';
import { toTerm } from './explanation.answer';

/** Reasons of an entry that a list shows. */
export const strongestReasons = 3;

export function toShortlistHead({
  entries,
  frozenAt,
  pushedAt,
  ...head
}: ShortlistHead): z.input<typeof shortlistHeadSchema> {
  return { ...head, entryCount: entries, frozenAt: frozenAt?.toISOString(), pushedAt: pushedAt?.toISOString() };
}

export function toShortlist(head: ShortlistHead, entries: readonly ListedEntry[]): z.input<typeof shortlistSchema> {
  return { ...toShortlistHead(head), entries: entries.map(toListedEntry) };
}

function toListedEntry(entry: ListedEntry): z.input<typeof shortlistSchema>['entries'][number] {
  return { ...entry, reasons: entry.reasons.slice(0, strongestReasons) };
}

export function toShortlistEntry({ texts, ...entry }: ExplainedEntry): z.input<typeof shortlistEntrySchema> {
  const marker = new PairMarker(texts);
  return {
    ...entry,
    terms: entry.terms.map(toTerm),
    matches: entry.matches.map((match) => ({
      ...match,
      terms: match.terms.map(toTerm),
      texts: marker.mark({ ...match, projectId: entry.projectId }),
    })),
  };
}
