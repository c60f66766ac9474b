import { Logger as NestLogger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { exitWithParent } from '../exit-with-parent';
import { useServiceLogger } from '../logging/logging.module';

/** How long running jobs and requests may take to end; afterwards their leases let others take over. */
const graceMs = 10_000;
/** A client that neither reads nor leaves, as of an event stream, would hold the server open for all of it. */
const connectionGraceMs = 2_000;

/**
 * Starts a service and lets it end cleanly on SIGTERM and SIGINT, or with the parent that spawned it.
 * @throws Error when it can not start; it is then closed again
 */
export async function startService(
  app: NestFastifyApplication,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  useServiceLogger(app);
  const logger = new NestLogger('Service');
  app.enableShutdownHooks();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => app.getHttpServer().closeAllConnections(), connectionGraceMs).unref();
      endWithin(graceMs, logger);
    });
  }
  exitWithParent();
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw error;
  }
  logger.log({ host, port }, 'Listening');
}

function endWithin(limitMs: number, logger: NestLogger): void {
  setTimeout(() => {
    logger.warn(`Not ended within ${limitMs} ms: what still runs is left to another process`);
    process.exit(1);
  }, limitMs).unref();
}

/** Runs the main function of a service: a failed start ends with its reason as the last line, and with status 1. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exit(1);
  });
}

/** A host name with several addresses fails with one error for each, and no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
