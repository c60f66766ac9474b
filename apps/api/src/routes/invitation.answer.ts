import type { intentSchema, invitationHeadSchema, invitationSchema } from '@throughtrain/contracts';
import type { Intent, Invitation, InvitationHead } from '@throughtrain/engagement';
import { PairMarker, type PairTexts } from '@throughtrain/text';
import type { z } from 'zod';
import { toIndustryDomain } from './industry-domain.answer';

export function toInvitationHead({ createdAt, domain, ...head }: InvitationHead): z.input<typeof invitationHeadSchema> {
  return { ...head, domain: toIndustryDomain(domain), createdAt: createdAt.toISOString() };
}

export function toInvitation({ items, bands, ...head }: Invitation): z.input<typeof invitationSchema> {
  return {
    ...toInvitationHead(head),
    bands,
    items: items.map(({ intent, ...item }) => ({ ...item, intent: intent && toIntent(intent) })),
  };
}

/** The same with the words that met marked in the texts of each project and of its demand. */
export function toMarkedInvitation({
  texts,
  ...invitation
}: Invitation & { readonly texts: PairTexts }): z.input<typeof invitationSchema> {
  const marker = new PairMarker(texts);
  const answer = toInvitation(invitation);
  return { ...answer, items: answer.items.map((item) => ({ ...item, texts: marker.mark(item) })) };
}

export function toIntent({ answeredAt, ...intent }: Intent): z.input<typeof intentSchema> {
  return { ...intent, answeredAt: answeredAt.toISOString() };
}
