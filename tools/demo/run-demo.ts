import { readFile } from 'node:fs/promises';
import { ApiClient } from '../client/api-client';
import { importFile, type ImportOutcome } from '../client/import-file';
import { register, sampleAgency, sampleHost } from '../client/register';
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
import { externalIdsOf, readLibrary, readLines, standInEnterprises } from './read-input';
import { parseGrades } from './simulate-answers';
import { toReport } from './to-report';
import type { Stages } from './stages';

interface Actors {
  readonly operator: ApiClient;
  readonly agency: ApiClient;
  readonly host: ApiClient;
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
  const files = await stages.run('read files', () => readFiles(options, out));
  const imports = await stages.run('import', () => importAll(actors, files, out));
  const ids = await readExternalIds(actors.agency, actors.host);
  const roadshowId = await openRoadshow(actors.host, options.domains, externalIdsOf(files.enterprises));
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
  const agency = await register(operator, sampleAgency, 'demo agency', ['agency']);
  const host = await register(operator, sampleHost, 'demo host', ['host']);
  return { operator, agency: agency.api, host: host.api };
}

interface Files {
  readonly projects: readonly string[];
  readonly enterprises: readonly string[];
  readonly demands: readonly string[];
}

async function readFiles({ library, map, enterprises, demands }: DemoOptions, out: ConsoleOutput): Promise<Files> {
  const listed = await readLines(enterprises);
  const demandLines = await readLines(demands);
  const standIns = standInEnterprises(demandLines, listed);
  if (standIns.length > 0)
    out.line(`${standIns.length} enterprise(s) of the demands are in no list and get a made-up stand-in`);
  if (map === 'papers')
    out.line(
      'papers say nothing of stage, secrecy and consent: these three are test values; what else they lack stays unknown',
    );
  return { projects: await readLibrary(library, map), enterprises: [...listed, ...standIns], demands: demandLines };
}

async function importAll({ agency, host }: Actors, files: Files, out: ConsoleOutput): Promise<DemoReport['imports']> {
  out.title('Import: NDJSON through the ingest worker');
  const one = async (kind: keyof Files, api: ApiClient): Promise<ImportOutcome> => {
    const bytes = Buffer.from(`${files[kind].join('\n')}\n`);
    const outcome = await importFile(api, kind, bytes, (rows) => out.progress(kind, rows, files[kind].length));
    printImport(out, kind, outcome);
    return outcome;
  };
  return {
    projects: await one('projects', agency),
    enterprises: await one('enterprises', host),
    demands: await one('demands', host),
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
