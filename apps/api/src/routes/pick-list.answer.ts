import type { pickListHeadSchema, pickListSchema } from '@throughtrain/contracts';
import type { PickEntryView, PickList } from '@throughtrain/engagement';
import type { z } from 'zod';
import { toTerm } from './explanation.answer';

export function toPickListHead(list: Omit<PickList, 'picks' | 'reserves'>): z.input<typeof pickListHeadSchema> {
  return { ...list, createdAt: list.createdAt.toISOString(), publishedAt: list.publishedAt?.toISOString() };
}

export function toPickList(list: PickList): z.input<typeof pickListSchema> {
  return { ...toPickListHead(list), picks: list.picks.map(toPickEntry), reserves: list.reserves.map(toPickEntry) };
}

function toPickEntry(entry: PickEntryView): z.input<typeof pickListSchema>['picks'][number] {
  return { ...entry, terms: entry.terms.map(toTerm) };
}
