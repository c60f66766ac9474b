import type { intentSchema, invitationHeadSchema, invitationSchema } from '@throughtrain/contracts';
import type { Intent, Invitation, InvitationHead } from '@throughtrain/engagement';
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

export function toIntent({ answeredAt, ...intent }: Intent): z.input<typeof intentSchema> {
  return { ...intent, answeredAt: answeredAt.toISOString() };
}
