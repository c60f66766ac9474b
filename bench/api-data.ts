import { enterprisePageSchema } from '@throughtrain/contracts';
import { ApiClient } from '../tools/client/api-client';
import { importFile } from '../tools/client/import-file';
import { register, sampleAgency } from '../tools/client/register';
import { sampleHosts } from '../tools/client/sample-hosts';
import { parseDemoOptions } from '../tools/demo/demo-options';
import { freezeAndPush, openRoadshow, publishPicks, readShortlists, runMatch } from '../tools/demo/funnel';
import { readUploads } from '../tools/demo/uploads';

/** What a host reads, and its key. */
export interface ApiData {
  readonly hostKey: string;
  readonly paths: Readonly<Record<'picks' | 'shortlist', string>>;
}

/** The first half of the demo: imports the sample, runs one match, sends its shortlist and publishes the picks. */
export async function prepareApiData(apiUrl: string, operatorKey: string): Promise<ApiData> {
  const operator = new ApiClient(apiUrl, operatorKey);
  const { api: agency } = await register(operator, sampleAgency, 'bench agency', ['agency']);
  const { api: host, apiKey } = await register(operator, sampleHosts[0].organisation, 'bench host', ['host']);
  const { uploads } = await readUploads(parseDemoOptions([]));
  const own = uploads.filter((upload) => upload.host === undefined || upload.host === sampleHosts[0]);
  for (const { kind, bytes, host: owner } of own)
    await importFile(owner === undefined ? agency : host, kind, bytes, () => undefined);
  const enterprises = await host.all('/v1/enterprises', enterprisePageSchema);
  const roadshowId = await openRoadshow(
    host,
    ['5.2'],
    enterprises.map(({ record }) => String(record['externalId'])),
  );
  const { id: runId } = await runMatch(host, roadshowId, () => undefined);
  const [shortlist] = await readShortlists(host, runId);
  if (shortlist === undefined) throw new Error('the match made no shortlist');
  await freezeAndPush(host, shortlist.id);
  await publishPicks(host, roadshowId);
  return {
    hostKey: apiKey,
    paths: { picks: `/v1/roadshows/${roadshowId}/picks`, shortlist: `/v1/shortlists/${shortlist.id}` },
  };
}
