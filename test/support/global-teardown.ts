import { rm } from 'node:fs/promises';
import { removeEmbeddedPostgres } from '../../libs/platform/src/embedded';
import './global-setup';

/** Stops the servers of a test run and deletes their files. */
export default async function globalTeardown(): Promise<void> {
  const servers = globalThis.throughtrainTestServers;
  if (servers === undefined) return;
  await Promise.all([servers.postgres.stop(), servers.redis?.stop()]);
  await removeEmbeddedPostgres(servers.directory);
  await rm(servers.directory, { recursive: true, force: true });
}
