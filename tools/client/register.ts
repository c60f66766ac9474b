import type { OrganisationKind, Role } from '@throughtrain/domain';
import { z } from 'zod';
import type { ApiClient } from './api-client';
import { sampleHosts } from './sample-hosts';

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

/** Who submits the projects of the sample; fictional. */
export const sampleAgency = { name: '澄湖技术转移中心', kind: 'agency' } as const;
/** The host of the sample that holds a roadshow. */
export const sampleHost = sampleHosts[0].organisation;
