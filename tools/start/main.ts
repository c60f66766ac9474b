import 'reflect-metadata';
import { join, resolve } from 'node:path';
import { migrate, startEmbeddedPostgres, startServices } from '@throughtrain/platform/embedded';
import { ownDataKey } from './data-key';
import { loadSample } from './load-sample';

/** Data of `npm start`; deleting the folder starts anew. */
const folder = '.data';

type Stop = () => Promise<void>;

/** Starts everything on this machine and serves until stopped; a signal while it starts stops it too. */
async function main(): Promise<void> {
  const stops: Stop[] = [];
  let isSignalled = false;
  let endFor: (reason: string) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    endFor = (reason) => {
      reject(new Error(reason));
    };
  });
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => {
        isSignalled = true;
        resolve();
      });
  });
  const opening = open(stops, endFor);
  const serving = opening.then((opened) => (isSignalled ? undefined : loadAndAnnounce(opened))).then(() => signalled);
  try {
    await Promise.race([signalled, serving, broken]);
    console.log('stopping');
  } finally {
    // What is still being started can be stopped only when it runs.
    await opening.catch(() => undefined);
    for (const stop of stops.splice(0).reverse()) await stop();
  }
}

interface Opened {
  readonly apiUrl: string;
  readonly databaseUrl: string;
}

/** @param onDatabaseLost is told when the embedded database ends of itself: nothing works without it */
async function open(stops: Stop[], onDatabaseLost: (reason: string) => void): Promise<Opened> {
  const { databaseUrl, ...ofDatabase } = await openDatabase(stops, onDatabaseLost);
  const environment = { PORT: '3000', LOG_LEVEL: 'warn', ...ofDatabase, ...given(), DATABASE_URL: databaseUrl };
  await migrate(environment);
  const services = await startServices({
    environment,
    restart: true,
    log: (service, line) => {
      console.log(`[${service}] ${line}`);
    },
  });
  stops.push(() => services.stop());
  return { apiUrl: services.apiUrl, databaseUrl };
}

async function loadAndAnnounce({ apiUrl, databaseUrl }: Opened): Promise<void> {
  const keys = await loadSample(apiUrl, databaseUrl, join(folder, 'sample-keys.json'), console.log);
  console.log(
    [
      '',
      `API documents  ${apiUrl}/docs`,
      `host key       ${keys.host}`,
      `agency key     ${keys.agency}`,
      `operator key   ${keys.operator}`,
      'Ctrl-C stops everything.',
    ].join('\n'),
  );
}

/** An empty variable is one that is not set. */
function given(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
}

/** @returns where it is, and with the embedded one a key for what it keeps and a folder beside it; on a real server neither is ours to make */
async function openDatabase(
  stops: Stop[],
  onDatabaseLost: (reason: string) => void,
): Promise<{ readonly databaseUrl: string; readonly DATA_KEY?: string; readonly ENGINE_SNAPSHOT_DIR?: string }> {
  const databaseUrl = given()['DATABASE_URL'];
  if (databaseUrl !== undefined) return { databaseUrl };
  const postgres = await startEmbeddedPostgres({
    directory: folder,
    log: console.log,
    onUnexpectedExit: onDatabaseLost,
  });
  stops.push(() => postgres.stop());
  return {
    databaseUrl: await postgres.ensureDatabase('throughtrain'),
    DATA_KEY: await ownDataKey(join(folder, 'data-key')),
    ENGINE_SNAPSHOT_DIR: resolve(folder, 'engine'),
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
