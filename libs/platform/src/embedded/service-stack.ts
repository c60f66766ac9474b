import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from './free-ports';
import { spawnNode, type ChildExit, type NodeChild } from './service-process';

/** The three services, in the order in which they are started and reported. */
export const serviceNames = ['api', 'ingest', 'matcher'] as const;
export type ServiceName = (typeof serviceNames)[number];

const portVariables = { api: 'PORT', ingest: 'INGEST_HEALTH_PORT', matcher: 'MATCHER_HEALTH_PORT' } as const;
const readyWithinMs = 30_000;
const restartDelaysMs = { first: 500, longest: 30_000 };
/** A service that has run for this long starts its back-off anew when it dies. */
const settledAfterMs = 60_000;

/** What `startServices` is told. */
export interface ServiceStackOptions {
  /** the whole environment of the services; ports, HOST and the secret between them that are missing in it are chosen */
  readonly environment: NodeJS.ProcessEnv;
  /** receives each line that a service writes */
  readonly log?: (service: ServiceName, line: string) => void;
  /** whether a service that dies while it runs is started again, after 0.5 s and ever longer up to 30 s */
  readonly restart?: boolean;
  /** is told when a service dies while it runs, before a restart */
  readonly onExit?: (service: ServiceName, exit: ChildExit) => void;
  /** folder of the compiled tree, for tests; by default that of this checkout */
  readonly distDirectory?: string;
}

/** The running services. */
export interface ServiceStack {
  /** base url of the API, without a slash at its end */
  readonly apiUrl: string;
  /** base urls, for health and metrics */
  readonly urls: Readonly<Record<ServiceName, string>>;
  /** those that run at this moment */
  readonly processes: readonly { name: ServiceName; pid: number }[];
  /** Asks all to end (SIGTERM), waits up to 10 s, then kills. */
  stop(): Promise<void>;
}

/**
 * Starts the built services on a migrated database and waits until each answers 200 on /health/ready.
 * @throws Error with the last output lines of a service that ends or is not ready within 30 s; the others are stopped
 */
export async function startServices(options: ServiceStackOptions): Promise<ServiceStack> {
  const environment = await withAddresses(options.environment);
  const urls = {
    api: urlOf(environment, 'api'),
    ingest: urlOf(environment, 'ingest'),
    matcher: urlOf(environment, 'matcher'),
  };
  const services = serviceNames.map((name) => superviseService(name, environment, options));
  const stop = async () => {
    await Promise.all(services.map((service) => service.stop()));
  };
  try {
    await Promise.all(services.map((service) => waitUntilReady(service.name, service.current(), urls[service.name])));
  } catch (error) {
    await stop();
    throw error;
  }
  for (const service of services) service.settle();
  return {
    apiUrl: urls.api,
    urls,
    get processes() {
      return services.flatMap((service) => {
        const { pid, exit } = service.current();
        return pid === undefined || exit !== undefined ? [] : [{ name: service.name, pid }];
      });
    },
    stop,
  };
}

/**
 * Brings the database of DATABASE_URL up to date, in a process of its own.
 * @throws Error with the last output lines when the migration fails
 */
export async function migrate(environment: NodeJS.ProcessEnv, distDirectory = distOfCheckout()): Promise<void> {
  const child = spawnNode(
    join(distDirectory, 'libs', 'persistence', 'src', 'migrate.js'),
    environment,
    () => undefined,
  );
  const exit = await child.exited;
  if (exit.code !== 0) throw new Error(`The migration of the database failed${report(exit)}`);
}

interface SupervisedService {
  readonly name: ServiceName;
  current(): NodeChild;
  /** From now on a death is reported, and repaired when asked for. */
  settle(): void;
  stop(): Promise<void>;
}

function superviseService(
  name: ServiceName,
  environment: NodeJS.ProcessEnv,
  options: ServiceStackOptions,
): SupervisedService {
  const script = join(options.distDirectory ?? distOfCheckout(), 'apps', name, 'src', 'main.js');
  const stopping = new AbortController();
  const isStopping = () => stopping.signal.aborted;
  const start = () => spawnNode(script, environment, (line) => options.log?.(name, line));
  let child = start();
  const watch = async () => {
    let delayMs = restartDelaysMs.first;
    for (;;) {
      const startedAtMs = performance.now();
      const exit = await child.exited;
      if (isStopping()) return;
      options.onExit?.(name, exit);
      if (options.restart !== true) return;
      if (performance.now() - startedAtMs > settledAfterMs) delayMs = restartDelaysMs.first;
      await delay(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (isStopping()) return;
      delayMs = Math.min(delayMs * 2, restartDelaysMs.longest);
      child = start();
    }
  };
  return {
    name,
    current: () => child,
    settle: () => void watch(),
    stop: async () => {
      stopping.abort();
      if (child.exit === undefined) await child.stop();
    },
  };
}

async function waitUntilReady(name: ServiceName, child: NodeChild, url: string): Promise<void> {
  const giveUpAt = performance.now() + readyWithinMs;
  let answer = 'no answer';
  while (performance.now() < giveUpAt) {
    if (child.exit !== undefined)
      throw new Error(`The service ${name} ended while it was starting${report(child.exit)}`);
    try {
      const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
      if (response.status === 200) return;
      answer = `${response.status} ${await response.text()}`;
    } catch (error) {
      answer = error instanceof Error ? error.message : String(error);
    }
    await delay(50);
  }
  throw new Error(`The service ${name} was not ready within ${readyWithinMs / 1000} s; its last answer: ${answer}`);
}

async function withAddresses(given: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const environment: NodeJS.ProcessEnv = { ...given };
  environment['HOST'] ||= '127.0.0.1';
  const [scorerPort, ...ports] = await freePorts(serviceNames.length + 1);
  serviceNames.forEach((name, index) => (environment[portVariables[name]] ||= String(ports[index])));
  environment['MATCHER_SCORER_PORT'] ||= String(scorerPort);
  environment['SCORER_URL'] ||= `http://127.0.0.1:${environment['MATCHER_SCORER_PORT']}`;
  // Known to the services alone, and anew at each start: nothing is kept that needs it.
  environment['SCORER_SECRET'] ||= randomBytes(32).toString('base64url');
  return environment;
}

function urlOf(environment: NodeJS.ProcessEnv, name: ServiceName): string {
  const host = environment['HOST'] ?? '';
  // An address that means "all" is listened on, not called.
  const called = ['0.0.0.0', '::', ''].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${called}:${environment[portVariables[name]] ?? ''}`;
}

function report(exit: ChildExit): string {
  const lines = exit.lastLines.length === 0 ? 'It wrote nothing.' : exit.lastLines.join('\n');
  return ` (${exit.signal ?? `exit status ${String(exit.code)}`}):\n${lines}`;
}

/** The compiled tree mirrors the sources, so this file is equally deep in both. */
function distOfCheckout(): string {
  const root = resolve(__dirname, '..', '..', '..', '..');
  const dist = basename(root) === 'dist' ? root : join(root, 'dist');
  if (!existsSync(dist)) throw new Error('The project is not built: run `node tools/setup.mjs` first.');
  return dist;
}
