import {
  enterprisePageSchema,
  importReportSchema,
  invitationHeadListSchema,
  invitationSchema,
  matchRunSchema,
  pickListSchema,
  registeredPrincipalSchema,
  roadshowSchema,
  shortlistHeadSchema,
  shortlistListSchema,
  type ImportKind,
} from '@throughtrain/contracts';
import { demandRow, enterpriseRow, eventually, ndjson, projectRow } from '@throughtrain/testing';
import type { z } from 'zod';
import { answer, type Client, type Stack } from './stack';

const withinMs = 30_000;

/** Everybody of one small funnel, by their keys. */
export interface Players {
  readonly operator: Client;
  readonly host: Client;
  readonly hostKey: string;
  readonly agency: Client;
  readonly agencyKey: string;
}

export const roadshowFields = {
  industryDomains: ['新能源'],
  month: '2026-10',
  place: '成都市高新区',
  scale: 120,
  approach: '面向本市新能源企业征集需求，组织成果团队现场对接。',
  brief: '固态电池、燃料电池与光伏封装成果',
  guarantee: '提供场地与专家评议',
  regionCode: '510100',
  pickCount: 10,
};

/** 12 projects of three themes and six institutions, one in a different channel; all may be pushed. */
export const projectRows = Array.from({ length: 12 }, (_, index) =>
  projectRow(index + 1, {
    seiCodes: ['6.5'],
    trl: 5 + (index % 4),
    ownership: 'sole',
    institution: { name: `第${(index % 6) + 1}研究院` },
  }),
);
export const enterpriseRows = [1, 2, 3].map((number) => enterpriseRow(number));
export const demandRows = [1, 2, 3, 4, 5, 6].map((number) =>
  demandRow(number, Math.ceil(number / 2), { seiCodes: ['6.5'], title: `第${number}项需求` }),
);

export async function register(stack: Stack, name: string): Promise<Players> {
  const operator = await stack.register(`${name}运营`, 'operator', ['operator']);
  const host = await stack.register(`${name}承办`, 'host', ['host', 'analyst']);
  const agency = await stack.register(`${name}机构`, 'agency', ['agency']);
  return {
    operator: stack.as(operator.apiKey),
    host: stack.as(host.apiKey),
    hostKey: host.apiKey,
    agency: stack.as(agency.apiKey),
    agencyKey: agency.apiKey,
  };
}

export async function importRows(
  client: Client,
  kind: ImportKind,
  rows: readonly unknown[],
): Promise<z.output<typeof importReportSchema>> {
  const upload = client
    .post(`/v1/imports/${kind}`)
    .set('content-type', 'application/x-ndjson')
    .send(ndjson(rows).toString());
  const { id } = await answer(upload, 202, importReportSchema);
  return eventually(
    async () => {
      const report = await answer(client.get(`/v1/imports/${id}`), 200, importReportSchema);
      return ['completed', 'failed'].includes(report.state) && report;
    },
    { withinMs },
  );
}

/** A roadshow with the three enterprises enrolled. */
export async function createRoadshow(host: Client): Promise<string> {
  const { id } = await answer(host.post('/v1/roadshows', roadshowFields), 201, roadshowSchema);
  await host
    .put(`/v1/roadshows/${id}/enrolments`, {
      enterpriseExternalIds: enterpriseRows.map(({ externalId }) => externalId),
    })
    .expect(200);
  return id;
}

/** A match run that has ended; it sees all that was written before. */
export async function runMatch(stack: Stack, host: Client, path: string): Promise<z.output<typeof matchRunSchema>> {
  const { id } = await answer(host.post(path), 202, matchRunSchema);
  return eventually(
    async () => {
      const run = await answer(host.get(`/v1/match-runs/${id}`), 200, matchRunSchema);
      return ['completed', 'failed', 'cancelled'].includes(run.state) && run;
    },
    { withinMs },
  );
}

export async function shortlistOf(host: Client, runId: string): Promise<z.output<typeof shortlistHeadSchema>> {
  const { items } = await answer(host.get(`/v1/match-runs/${runId}/shortlists`), 200, shortlistListSchema);
  return items[0]!;
}

/** Freezes and waits for the push. */
export async function freeze(host: Client, runId: string, shortlistId: string): Promise<void> {
  await answer(host.post(`/v1/shortlists/${shortlistId}/freeze`, { deadline: '2099-12-31' }), 202, shortlistHeadSchema);
  await eventually(async () => (await shortlistOf(host, runId)).pushedAt, { withinMs });
}

/** Someone of each enterprise that the host has brought in, by external id. */
export async function enterpriseClients(
  stack: Stack,
  { operator, host }: Players,
): Promise<ReadonlyMap<string, Client>> {
  const { items } = await answer(host.get('/v1/enterprises'), 200, enterprisePageSchema);
  const clients = new Map<string, Client>();
  for (const { id, record } of items) {
    const wanted = { organisation: { id }, name: '对接人', roles: ['enterprise'] };
    const { apiKey } = await answer(operator.post('/v1/principals', wanted), 201, registeredPrincipalSchema);
    clients.set(String(record['externalId']), stack.as(apiKey));
  }
  return clients;
}

export async function firstInvitation(enterprise: Client): Promise<z.output<typeof invitationSchema>> {
  const { items } = await answer(enterprise.get('/v1/invitations'), 200, invitationHeadListSchema);
  return answer(enterprise.get(`/v1/invitations/${items[0]!.id}`), 200, invitationSchema);
}

export async function makePicks(host: Client, roadshowId: string): Promise<z.output<typeof pickListSchema>> {
  return answer(host.post(`/v1/roadshows/${roadshowId}/pick-lists`), 201, pickListSchema);
}
