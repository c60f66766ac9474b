import type { duplicateGroupSchema, duplicatePairPageSchema, duplicateSearchSchema } from '@throughtrain/contracts';
import { evidenceInWords, type HeadReason } from '@throughtrain/domain';
import type { DescribedDuplicates, DuplicatePair, DuplicateSearch, RecordedDecision } from '@throughtrain/ingestion';
import type { z } from 'zod';

/** One pair as it is told. */
export function toPair({
  members,
  evidence,
  decision,
  class: found,
  score,
}: DuplicatePair): z.input<typeof duplicatePairPageSchema>['items'][number] {
  return {
    projects: members,
    class: found,
    score,
    ...(evidence && { evidence: evidenceInWords(evidence) }),
    ...(decision && { decision: toDecision(decision) }),
  };
}

/** Where a pair stands in the list, as its cursor. */
export function toCursor({ place: { score, pair } }: DuplicatePair): string {
  return [score.toFixed(2), ...pair].join('_');
}

/** @param cursor one of {@link toCursor} */
export function toPlace(cursor: string): DuplicatePair['place'] {
  const [score = '', a = '', b = ''] = cursor.split('_');
  return { score: Number(score), pair: [a, b] };
}

/** The group of a project as it is told. */
export function toGroup({
  members,
  because,
  isHeld,
  history,
}: DescribedDuplicates): z.input<typeof duplicateGroupSchema> {
  return {
    members,
    ...(because && { because: { code: because, ...headReasonWords[because] } }),
    isHeld,
    history: history.map(({ other, ...decision }) => ({ ...toDecision(decision), other })),
  };
}

/** A search as it is told. */
export function toSearch({
  counts,
  createdAt,
  finishedAt,
  ...search
}: DuplicateSearch): z.input<typeof duplicateSearchSchema> {
  return {
    ...search,
    ...counts,
    createdAt: createdAt.toISOString(),
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
  };
}

function toDecision({ decidedAt, ...decision }: RecordedDecision) {
  return { ...decision, decidedAt: decidedAt.toISOString() };
}

const headReasonWords: Readonly<Record<HeadReason, { readonly zh: string; readonly en: string }>> = {
  'ownership-not-disputed': { zh: '权属无争议', en: 'Its ownership is not disputed' },
  'more-complete-for-matching': { zh: '匹配所需信息更完整', en: 'It lacks less of what matching needs' },
  'more-complete-for-push': { zh: '推送所需信息更完整', en: 'It lacks less of what a push needs' },
  'more-patents': { zh: '列出的专利更多', en: 'It names more patents' },
  'names-programme': { zh: '注明了来源计划', en: 'It names its programme' },
  'more-keywords': { zh: '关键词更多', en: 'It has more keywords' },
  'names-price': { zh: '注明了价格', en: 'It names a price' },
  'confirmed-last': { zh: '最近确认', en: 'It was confirmed last' },
  'smallest-id': { zh: '其他条件相同，按编号在前', en: 'All else being equal, the first by id' },
};
