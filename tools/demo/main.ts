import 'reflect-metadata';
import { mkdir, writeFile } from 'node:fs/promises';
import { SecretBox } from '@throughtrain/platform';
import { migrate, startEmbeddedPostgres, startServices } from '@throughtrain/platform/embedded';
import { registerOperator } from '../operator-key/register-operator';
import { ConsoleOutput } from './console-output';
import { parseDemoOptions, type DemoOptions } from './demo-options';
import { demoReportSchema, type DemoReport } from './demo-report.schema';
import { runDemo } from './run-demo';
import { Stages } from './stages';

/** Apart from `.data`, and emptied at each start. */
const folder = '.run/demo';

const nothing = { accepted: 0, refused: 0, changed: 0, quarantined: 0, levels: {}, rows: [] };
const emptyReport: Omit<DemoReport, 'stages'> = {
  ok: false,
  imports: { projects: nothing, enterprises: nothing, demands: nothing },
  run: { projectsScored: 0, demands: 0, ms: 0 },
  shortlist: [],
  invitations: 0,
  intents: 0,
  picks: [],
  reserves: [],
  uncoveredDemands: [],
  limits: [],
};

async function main(): Promise<void> {
  const options = parseDemoOptions(process.argv.slice(2));
  const out = new ConsoleOutput();
  const stages = new Stages();
  let report: Omit<DemoReport, 'stages'> = emptyReport;
  try {
    report = await withServices(out, stages, (apiUrl, operatorKey) =>
      runDemo(apiUrl, operatorKey, options, out, stages),
    );
  } finally {
    out.title('Time');
    for (const { name, ms } of stages.all) out.line(`${name.padEnd(16)} ${(ms / 1000).toFixed(1)} s`);
    await writeReport(options, { ...report, stages: [...stages.all] });
  }
}

async function writeReport({ json }: DemoOptions, report: DemoReport): Promise<void> {
  if (json !== undefined) await writeFile(json, `${JSON.stringify(demoReportSchema.parse(report), null, 2)}\n`);
}

/** Starts PostgreSQL and the three services, hands them over, and stops them whatever happens. */
async function withServices<T>(
  out: ConsoleOutput,
  stages: Stages,
  work: (apiUrl: string, operatorKey: string) => Promise<T>,
): Promise<T> {
  out.title('Start');
  const stops: (() => Promise<void>)[] = [];
  let isInterrupted = false;
  const interrupted = new Promise<never>((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        isInterrupted = true;
        reject(new Error(`stopped by ${signal}`));
      });
  });
  const opening = open(out, stages, stops);
  const worked = opening.then(({ apiUrl, operatorKey }) => (isInterrupted ? interrupted : work(apiUrl, operatorKey)));
  try {
    return await Promise.race([interrupted, worked]);
  } finally {
    // What is still being started can be stopped only when it runs.
    await opening.catch(() => undefined);
    await stages.run('stop', async () => {
      for (const stop of stops.reverse()) await stop();
    });
  }
}

async function open(
  out: ConsoleOutput,
  stages: Stages,
  stops: (() => Promise<void>)[],
): Promise<{ apiUrl: string; operatorKey: string }> {
  const databaseUrl = await stages.run('database', async () => {
    await mkdir(folder, { recursive: true });
    const postgres = await startEmbeddedPostgres({ directory: folder, durable: false, log: (line) => out.line(line) });
    stops.push(() => postgres.stop());
    return postgres.ensureDatabase('demo', { recreate: true });
  });
  // Its queue is in its own database too, whatever the caller's environment names; the key ends with the database.
  const own = { DATABASE_URL: databaseUrl, DATA_KEY: SecretBox.newKey(), REDIS_URL: '', LOG_LEVEL: 'warn' };
  const environment = { ...process.env, ...own };
  return stages.run('services', async () => {
    await migrate(environment);
    const lines: string[] = [];
    const services = await startServices({
      environment,
      log: (service, line) => lines.push(`[${service}] ${line}`),
      onExit: (service) => out.line(`${service} ended; its last lines:\n${lines.slice(-10).join('\n')}`),
    });
    stops.push(() => services.stop());
    const running = services.processes.map(({ name, pid }) => `${name} (pid ${pid})`).join(', ');
    out.line(`running: ${running}, at ${services.apiUrl}`);
    const { apiKey } = await registerOperator(databaseUrl, 'demo operator');
    return { apiUrl: services.apiUrl, operatorKey: apiKey };
  });
}

main().catch((error: unknown) => {
  console.error(`demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
