import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '@throughtrain/platform/embedded';
import autocannon from 'autocannon';
import { prepareApiData, type ApiData } from './api-data';
import { measureQuestions } from './api-questions';
import type { BareBodies } from './bare-worker';
import { interleave, machine, median, processorMs, round, round3, spread } from './figures';
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

async function measureReads(apiUrl: string, operatorKey: string, apiPid: number) {
  const data = await prepareApiData(apiUrl, operatorKey);
  const bodies = await readBodies(apiUrl, data);
  const bare = fork(require.resolve('./bare-worker'));
  try {
    bare.send(bodies);
    const [port] = (await once(bare, 'message')) as [number];
    const { picks, shortlist } = data.paths;
    const own = (path: string) => new Readings({ url: apiUrl + path, key: data.hostKey, pid: apiPid });
    const beside = (path: string) =>
      new Readings({ url: `http://127.0.0.1:${port}${path}`, key: data.hostKey, pid: bare.pid ?? NaN });
    const of = {
      picks: own(picks),
      barePicks: beside(picks),
      shortlist: own(shortlist),
      bareShortlist: beside(shortlist),
    };
    const perSecond = await interleave(rounds, {
      picks: () => of.picks.perSecond(),
      barePicks: () => of.barePicks.perSecond(),
      shortlist: () => of.shortlist.perSecond(),
      bareShortlist: () => of.bareShortlist.perSecond(),
    });
    const [ofPicks, ofShortlist] = [
      compare(perSecond.picks, perSecond.barePicks),
      compare(perSecond.shortlist, perSecond.bareShortlist),
    ];
    // Of a reader that asks for both in turn.
    const ratioToBare = round3(
      (1 / ofPicks.barePerSecond + 1 / ofShortlist.barePerSecond) / (1 / ofPicks.perSecond + 1 / ofShortlist.perSecond),
    );
    const more = (path: string, api: Readings, bareApi: Readings) => ({
      processorMs: api.processorMs,
      bareProcessorMs: bareApi.processorMs,
      bytes: Buffer.byteLength(bodies[path] ?? ''),
    });
    return {
      ratioToBare,
      picks: { ...ofPicks, ...more(picks, of.picks, of.barePicks) },
      shortlist: { ...ofShortlist, ...more(shortlist, of.shortlist, of.bareShortlist) },
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

/** Reads of one url, and what each of them costs the process that answers. */
class Readings {
  private readonly costs: number[] = [];

  constructor(private readonly of: { readonly url: string; readonly key: string; readonly pid: number }) {}

  /** Milliseconds of a processor a request, of the process that answers alone; the least of all rounds, which others on the machine disturb least. */
  get processorMs(): number {
    return round3(Math.min(...this.costs));
  }

  async perSecond(): Promise<number> {
    const { url, key, pid } = this.of;
    const headers = { authorization: `Bearer ${key}` };
    const before = processorMs(pid);
    const { requests, errors, non2xx } = await autocannon({ url, headers, connections, duration: roundSeconds });
    if (errors + non2xx > 0) throw new Error(`${errors + non2xx} requests of ${url} failed`);
    this.costs.push((processorMs(pid) - before) / requests.total);
    return requests.average;
  }
}

const compare = (own: readonly number[], bare: readonly number[]) => ({
  ratioToBare: round3(median(own) / median(bare)),
  perSecond: round(median(own)),
  spread: spread(own),
  barePerSecond: round(median(bare)),
  bareSpread: spread(bare),
});
