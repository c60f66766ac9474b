import { readFile } from 'node:fs/promises';
import { ApiClient } from '../client/api-client';
import { importFile, type ImportOutcome } from '../client/import-file';
import { register, sampleAgency } from '../client/register';
import { sampleHosts, type SampleHost } from '../client/sample-hosts';
import { answerInvitations } from './answer-stage';
import type { ConsoleOutput } from './console-output';
import type { DemoOptions } from './demo-options';
import type { DemoReport } from './demo-report.schema';
import { readExternalIds, type ExternalIds } from './external-ids';
import {
  freezeAndPush,
  openRoadshow,
  publishPicks,
  readShortlists,
  runMatch,
  type Invitation,
  type MatchRun,
  type Shortlist,
} from './funnel';
import { printImport, printInvitations, printPicks, printShortlist } from './print';
import { parseGrades } from './simulate-answers';
import { toReport } from './to-report';
import type { Stages } from './stages';
import { readUploads, type Upload } from './uploads';

interface Actors {
  readonly operator: ApiClient;
  readonly agency: ApiClient;
  /** The host that holds the roadshow. */
  readonly host: ApiClient;
  /** Acts as a host, registered at its first act. */
  readonly of: (host: SampleHost) => Promise<ApiClient>;
}

/** Runs the main job over HTTP as its users would. @throws Error of the first step that failed */
export async function runDemo(
  apiUrl: string,
  operatorKey: string,
  options: DemoOptions,
  out: ConsoleOutput,
  stages: Stages,
): Promise<Omit<DemoReport, 'stages'>> {
  const actors = await registerActors(new ApiClient(apiUrl, operatorKey));
  const { uploads, notes } = await stages.run('read files', () => readUploads(options));
  for (const note of notes) out.line(note);
  const imports = await stages.run('import', () => importAll(actors, uploads, out));
  const ids = await readExternalIds(actors.agency, actors.host);
  const roadshowId = await openRoadshow(actors.host, options.domains, [...ids.enterprises.values()]);
  const run = await stages.run('match', () => match(actors.host, roadshowId, out));
  const shortlists = await shortlist(actors.host, run.id, out);
  const invitations = await stages.run('push', () => push(actors.host, shortlists, out));
  const intents = await stages.run('answers', () => simulate(actors.operator, invitations, options, ids, out));
  out.title('Picks for the stage, and reserves');
  const pickList = await stages.run('picks', () => publishPicks(actors.host, roadshowId));
  printPicks(out, pickList);
  return toReport({ imports, run, shortlists, invitations: invitations.length, intents, pickList }, ids);
}

async function match(host: ApiClient, roadshowId: string, out: ConsoleOutput): Promise<MatchRun> {
  out.title('Match run: the whole library against every demand');
  const run = await runMatch(host, roadshowId, (stage, done, total) => {
    out.progress(stage, done, total);
  });
  const { projectsScored = 0, demands = 0, ms = 0, exclusions = {} } = run.summary ?? {};
  const gated = Object.entries(exclusions).map(([gate, count]) => `${count} ${gate}`);
  out.line(
    `${projectsScored} projects × ${demands} demands in ${ms} ms; kept out by gates: ${gated.join(', ') || 'none'}`,
  );
  return run;
}

async function shortlist(host: ApiClient, runId: string, out: ConsoleOutput): Promise<Shortlist[]> {
  const shortlists = await readShortlists(host, runId);
  out.title('Shortlist');
  for (const list of shortlists) printShortlist(out, list);
  return shortlists;
}

async function push(host: ApiClient, shortlists: readonly Shortlist[], out: ConsoleOutput): Promise<Invitation[]> {
  out.title('Push: each enterprise receives what answers its own demands');
  const invitations: Invitation[] = [];
  for (const { id } of shortlists) invitations.push(...(await freezeAndPush(host, id)));
  printInvitations(out, invitations);
  return invitations;
}

async function registerActors(operator: ApiClient): Promise<Actors> {
  const { api: agency } = await register(operator, sampleAgency, 'demo agency', ['agency']);
  const known = new Map<string, ApiClient>();
  const of = async ({ letter, organisation }: SampleHost): Promise<ApiClient> => {
    const api = known.get(letter) ?? (await register(operator, organisation, 'demo host', ['host'])).api;
    known.set(letter, api);
    return api;
  };
  return { operator, agency, host: await of(sampleHosts[0]), of };
}

const nothing: ImportOutcome = { accepted: 0, refused: 0, changed: 0, quarantined: 0, levels: {}, rows: [] };

/** Imports file by file, each in the name of whose it is. @returns what became of them by kind */
async function importAll(
  actors: Actors,
  uploads: readonly Upload[],
  out: ConsoleOutput,
): Promise<DemoReport['imports']> {
  out.title('Import: files of every kind through the ingest worker');
  const outcomes = { projects: nothing, enterprises: nothing, demands: nothing };
  for (const { kind, name, bytes, host } of uploads) {
    const api = host === undefined ? actors.agency : await actors.of(host);
    const outcome = await importFile(api, kind, bytes, () => undefined);
    printImport(out, kind, name, outcome);
    outcomes[kind] = added(outcomes[kind], outcome, name);
  }
  return outcomes;
}

function added(sum: ImportOutcome, one: ImportOutcome, file: string): ImportOutcome {
  const levels = new Set([...Object.keys(sum.levels), ...Object.keys(one.levels)]);
  return {
    accepted: sum.accepted + one.accepted,
    refused: sum.refused + one.refused,
    changed: sum.changed + one.changed,
    quarantined: sum.quarantined + one.quarantined,
    levels: Object.fromEntries(
      [...levels].map((level) => [level, (sum.levels[level] ?? 0) + (one.levels[level] ?? 0)]),
    ),
    rows: [...sum.rows, ...one.rows.map((row) => ({ file, ...row }))],
  };
}

async function simulate(
  operator: ApiClient,
  invitations: readonly Invitation[],
  { grades }: DemoOptions,
  ids: ExternalIds,
  out: ConsoleOutput,
): Promise<number> {
  out.title('Answers');
  const enterpriseIds = [...new Set(invitations.map(({ enterpriseId }) => enterpriseId))];
  if (grades === undefined) {
    out.line('no grades are given for this data, so no answers are simulated; the picks go by match and quality');
    return 0;
  }
  const parsed = parseGrades(await readFile(grades, 'utf8'));
  const { enterprises, answers } = await answerInvitations(operator, enterpriseIds, parsed, ids, (done) =>
    out.progress('simulated enterprises', done, enterpriseIds.length),
  );
  out.line(
    `SIMULATED from the sample's hidden grades, with a fixed seed: ${enterprises} of ${enterpriseIds.length} enterprises gave ${answers} answers`,
  );
  return answers;
}
