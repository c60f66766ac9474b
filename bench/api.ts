import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '@throughtrain/platform/embedded';
import autocannon from 'autocannon';
import { prepareApiData, type ApiData } from './api-data';
import { measureQuestions } from './api-questions';
import type { BareBodies } from './bare-worker';
import { interleave, machine, median, round, round3, spread } from './figures';
import { withServices } from './services';

const folder = '.run/bench';
const rounds = 5;
const roundSeconds = 4;
const connections = 10;

/**
 * Reads picks and a shortlist through the API, as a host does, beside a bare route of Fastify that answers with the same bytes from memory; then asks single
 * questions over a library of so many projects, quiet and while an import runs.
 */
export async function benchApi(args: readonly string[]): Promise<void> {
  const { projects, json } = readOptions(args);
  await mkdir(folder, { recursive: true });
  const postgres = await startEmbeddedPostgres({ directory: folder });
  try {
    const databaseUrl = await postgres.ensureDatabase('bench_api', { recreate: true });
    const reads = await withServices(databaseUrl, measureReads);
    const figures = { ...reads, ...(projects > 0 && { questions: await measureQuestions(postgres, projects) }) };
    for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(14)}${JSON.stringify(value)}`);
    console.log(machine());
    if (json !== undefined) await writeFile(json, `${JSON.stringify(figures, null, 2)}\n`);
  } finally {
    await postgres.stop();
  }
}

function readOptions(args: readonly string[]): { readonly projects: number; readonly json?: string | undefined } {
  const options = { projects: { type: 'string', default: '100000' }, json: { type: 'string' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const projects = Number(values.projects);
  if (!Number.isSafeInteger(projects) || projects < 0 || projects > 200_000)
    throw new Error('--projects takes a number from 0 to 200000');
  return { projects, json: values.json };
}

async function measureReads(apiUrl: string, operatorKey: string) {
  const data = await prepareApiData(apiUrl, operatorKey);
  const bodies = await readBodies(apiUrl, data);
  const bare = fork(require.resolve('./bare-worker'));
  try {
    bare.send(bodies);
    const [port] = (await once(bare, 'message')) as [number];
    const { picks, shortlist } = data.paths;
    const key = data.hostKey;
    const perSecond = await interleave(rounds, {
      picks: () => requestsPerSecond(apiUrl + picks, key),
      barePicks: () => requestsPerSecond(`http://127.0.0.1:${port}${picks}`, key),
      shortlist: () => requestsPerSecond(apiUrl + shortlist, key),
      bareShortlist: () => requestsPerSecond(`http://127.0.0.1:${port}${shortlist}`, key),
    });
    const [ofPicks, ofShortlist] = [
      compare(perSecond.picks, perSecond.barePicks),
      compare(perSecond.shortlist, perSecond.bareShortlist),
    ];
    // Of a reader that asks for both in turn.
    const ratioToBare = round3(
      (1 / ofPicks.barePerSecond + 1 / ofShortlist.barePerSecond) / (1 / ofPicks.perSecond + 1 / ofShortlist.perSecond),
    );
    return {
      ratioToBare,
      picks: { ...ofPicks, bytes: Buffer.byteLength(bodies[picks] ?? '') },
      shortlist: { ...ofShortlist, bytes: Buffer.byteLength(bodies[shortlist] ?? '') },
    };
  } finally {
    bare.kill();
  }
}

async function readBodies(apiUrl: string, { paths, hostKey }: ApiData): Promise<BareBodies> {
  const bodies: Record<string, string> = {};
  for (const path of Object.values(paths)) {
    const answer = await fetch(apiUrl + path, { headers: { authorization: `Bearer ${hostKey}` } });
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
    bodies[path] = await answer.text();
  }
  return bodies;
}

async function requestsPerSecond(url: string, key: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}` };
  const { requests, errors, non2xx } = await autocannon({ url, headers, connections, duration: roundSeconds });
  if (errors + non2xx > 0) throw new Error(`${errors + non2xx} requests of ${url} failed`);
  return requests.average;
}

const compare = (own: readonly number[], bare: readonly number[]) => ({
  ratioToBare: round3(median(own) / median(bare)),
  perSecond: round(median(own)),
  spread: spread(own),
  barePerSecond: round(median(bare)),
  bareSpread: spread(bare),
});
