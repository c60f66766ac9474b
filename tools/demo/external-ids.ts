import { demandPageSchema, enterprisePageSchema, projectPageSchema } from '@throughtrain/contracts';
import { z } from 'zod';
import type { ApiClient } from '../client/api-client';

const record = z.object({ externalId: z.string(), enterpriseExternalId: z.string().optional() });

/** External ids of the files by the ids of the service, as the owners of the records read them. */
export interface ExternalIds {
  readonly projects: ReadonlyMap<string, string>;
  readonly enterprises: ReadonlyMap<string, string>;
  readonly demands: ReadonlyMap<string, string>;
  /** External ids of the demands by that of their enterprise. */
  readonly demandsOfEnterprise: ReadonlyMap<string, readonly string[]>;
}

/** Asks the service, as agency and host, which id each record of their files has. */
export async function readExternalIds(agency: ApiClient, host: ApiClient): Promise<ExternalIds> {
  const toMap = (items: readonly { id: string; record: unknown }[]): ReadonlyMap<string, string> =>
    new Map(items.map((item) => [item.id, record.parse(item.record).externalId]));
  const demands = await host.all('/v1/demands', demandPageSchema);
  return {
    projects: toMap(await agency.all('/v1/projects', projectPageSchema)),
    enterprises: toMap(await host.all('/v1/enterprises', enterprisePageSchema)),
    demands: toMap(demands),
    demandsOfEnterprise: byEnterprise(demands.map((demand) => record.parse(demand.record))),
  };
}

function byEnterprise(demands: readonly z.infer<typeof record>[]): ReadonlyMap<string, readonly string[]> {
  const grouped = new Map<string, string[]>();
  for (const { externalId, enterpriseExternalId = '' } of demands) {
    grouped.set(enterpriseExternalId, [...(grouped.get(enterpriseExternalId) ?? []), externalId]);
  }
  return grouped;
}
