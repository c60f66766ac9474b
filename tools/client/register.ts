import type { OrganisationKind, Role } from '@throughtrain/domain';
import { z } from 'zod';
import type { ApiClient } from './api-client';

const registered = z.object({ principalId: z.string(), organisationId: z.string(), apiKey: z.string() });

/** Registers a principal as the operator. @returns a client that acts as it, and its key */
export async function register(
  operator: ApiClient,
  organisation: { id: string } | { name: string; kind: OrganisationKind; creditCode?: string; regionCode?: string },
  name: string,
  roles: readonly Role[],
): Promise<{ api: ApiClient; apiKey: string; organisationId: string }> {
  const { apiKey, organisationId } = await operator.call(
    'POST',
    '/v1/principals',
    { json: { organisation, name, roles } },
    registered,
  );
  return { api: operator.as(apiKey), apiKey, organisationId };
}

/** The organisations of the sample that act on their own; all are fictional. */
export const sampleAgency = { name: '澄湖技术转移中心', kind: 'agency' } as const;
export const sampleHost = { name: '澜江高新技术产业开发区管理委员会', kind: 'host', regionCode: '340200' } as const;
