import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ImportKind } from '@throughtrain/contracts';
import { sampleFilesOf, sampleHosts, sampleProjectFiles, type SampleHost } from '../client/sample-hosts';
import type { DemoOptions } from './demo-options';
import { readLibrary, readLines, standInEnterprises } from './read-input';

/** A file on its way to the service. */
export interface Upload {
  readonly kind: Extract<ImportKind, 'projects' | 'enterprises' | 'demands'>;
  readonly name: string;
  readonly bytes: Buffer;
  /** Whose it is; projects are the agency's. */
  readonly host?: SampleHost;
}

/**
 * What the demo imports, in order: the sample's files, those of all its hosts, or in their place what the user names.
 * @returns the uploads, and what is to be said about them
 */
export async function readUploads(options: DemoOptions): Promise<{ uploads: Upload[]; notes: string[] }> {
  const notes: string[] = [];
  const uploads = await projectUploads(options, notes);
  if (options.enterprises === undefined && options.demands === undefined) {
    // With a library of one's own the sample's first host is enough.
    const hosts = options.library === undefined ? sampleHosts : sampleHosts.slice(0, 1);
    for (const host of hosts) uploads.push(...(await hostUploads(host)));
  } else {
    uploads.push(...(await ownHostUploads(options, notes)));
  }
  return { uploads, notes };
}

async function projectUploads({ library, map }: DemoOptions, notes: string[]): Promise<Upload[]> {
  if (library === undefined)
    return Promise.all(sampleProjectFiles.map(async (file) => upload('projects', file, await readFile(file))));
  if (map === undefined) return [upload('projects', library, await readFile(library))];
  notes.push(
    'papers say nothing of stage, secrecy and consent: these three are test values; what else they lack stays unknown',
  );
  return [upload('projects', library, toBytes(await readLibrary(library, map)))];
}

async function hostUploads(host: SampleHost): Promise<Upload[]> {
  const { enterprises, demands } = sampleFilesOf(host);
  return [
    { ...upload('enterprises', enterprises, await readFile(enterprises)), host },
    { ...upload('demands', demands, await readFile(demands)), host },
  ];
}

/** Enterprises of the user's demands that no list names get a stand-in. */
async function ownHostUploads({ enterprises, demands }: DemoOptions, notes: string[]): Promise<Upload[]> {
  const [host] = sampleHosts;
  const ownLines = ({ letter }: SampleHost, lines: readonly string[]): string[] =>
    lines.filter((line) => line.includes(`"externalId": "${letter}`));
  const listed = enterprises
    ? await readLines(enterprises)
    : ownLines(host, await readLines('samples/enterprises.ndjson'));
  const demandLines = demands ? await readLines(demands) : ownLines(host, await readLines('samples/demands.ndjson'));
  const standIns = standInEnterprises(demandLines, listed);
  if (standIns.length > 0)
    notes.push(`${standIns.length} enterprise(s) of the demands are in no list and get a made-up stand-in`);
  return [
    { ...upload('enterprises', enterprises ?? 'enterprises', toBytes([...listed, ...standIns])), host },
    { ...upload('demands', demands ?? 'demands', toBytes(demandLines)), host },
  ];
}

const upload = (kind: Upload['kind'], file: string, bytes: Buffer): Upload => ({ kind, name: basename(file), bytes });

const toBytes = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`);
