import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ApiClient } from '../client/api-client';
import { importFile } from '../client/import-file';
import { register, sampleAgency, sampleHost } from '../client/register';
import { sampleFilesOf, sampleHosts, sampleProjectFiles } from '../client/sample-hosts';
import { registerOperator } from '../operator-key/register-operator';
import { readSampleKeys, writeSampleKeys, type SampleKeys } from './sample-keys';

/**
 * Registers the sample's principals and imports its files, once. An interrupted first start goes on here: importing the same content again
 * changes nothing.
 * @returns the keys to print
 */
export async function loadSample(
  apiUrl: string,
  databaseUrl: string,
  keysFile: string,
  log: (line: string) => void,
): Promise<SampleKeys> {
  const known = await readSampleKeys(keysFile);
  if (known?.loaded) return known;
  const keys = known ?? (await registerSample(apiUrl, databaseUrl));
  await writeSampleKeys(keysFile, keys);
  const api = new ApiClient(apiUrl, keys.agency);
  const { enterprises, demands } = sampleFilesOf(sampleHosts[0]);
  const files = [
    ...sampleProjectFiles.map((file) => ['projects', file, api] as const),
    ['enterprises', enterprises, api.as(keys.host)] as const,
    ['demands', demands, api.as(keys.host)] as const,
  ];
  for (const [kind, file, client] of files) {
    const { accepted, refused } = await importFile(client, kind, await readFile(file), () => undefined);
    log(
      `sample ${basename(file)}: ${accepted} accepted, ${refused} refused${refused > 0 ? ' (it holds faulty rows on purpose)' : ''}`,
    );
  }
  const loaded = { ...keys, loaded: true };
  await writeSampleKeys(keysFile, loaded);
  return loaded;
}

async function registerSample(apiUrl: string, databaseUrl: string): Promise<SampleKeys> {
  const { apiKey } = await registerOperator(databaseUrl, 'sample operator');
  const operator = new ApiClient(apiUrl, apiKey);
  const agency = await register(operator, sampleAgency, 'sample agency', ['agency']);
  const host = await register(operator, sampleHost, 'sample host', ['host', 'analyst']);
  return { operator: apiKey, agency: agency.apiKey, host: host.apiKey, loaded: false };
}
