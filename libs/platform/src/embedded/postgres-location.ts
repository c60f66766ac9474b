import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { canEnter, type ServerAccount } from './server-account';

/** Where folders go that the server's account could not reach inside the checkout. */
const relocationParent = '/var/tmp';
const pointerName = 'postgres-location.json';

/** Where the files of one embedded server are. */
export interface PostgresLocation {
  /** folder of password, log and cluster; belongs to the user who starts the server */
  readonly home: string;
  /** whether `home` is outside of the caller's folder */
  readonly relocated: boolean;
}

/**
 * Decides where the server's files live and makes the folder: inside `directory`, or below /var/tmp when the account cannot
 * get there (a 0700 folder above) or the file system does not keep owners and modes. A small file in `directory` remembers it.
 * @param directory existing folder, real path
 */
export async function locatePostgres(directory: string, account: ServerAccount | undefined): Promise<PostgresLocation> {
  const remembered = await readLocation(directory);
  if (remembered !== undefined) {
    await makeOwnFolder(remembered, account);
    return { home: remembered, relocated: true };
  }
  const inside = join(directory, 'postgres');
  const owner = await ownerOf(join(inside, 'cluster'));
  if (owner !== undefined) {
    await assertUsable(inside, account && owner);
    return { home: inside, relocated: false };
  }
  if ((account === undefined || (await canEnter(account, directory))) && (await keepsOwners(directory, account))) {
    await makeOwnFolder(inside, account);
    return { home: inside, relocated: false };
  }
  // A fresh name: what a deleted folder of the same path has left there is not its data.
  const outside = join(await relocationFolder(directory, account), `data-${randomBytes(4).toString('hex')}`);
  await makeOwnFolder(outside, account);
  await writeFile(join(directory, pointerName), `${JSON.stringify({ directory, home: outside })}\n`);
  return { home: outside, relocated: true };
}

/**
 * Reads where the server's files of a folder were moved to.
 * @returns undefined when they were not, or when the note came with a copy of the folder whose original still uses them
 */
export async function readLocation(directory: string): Promise<string | undefined> {
  const note = await readNote(directory);
  if (note === undefined || note.directory === directory) return note?.home;
  const original = await readNote(note.directory);
  if (original?.home === note.home) return undefined;
  await writeFile(join(directory, pointerName), `${JSON.stringify({ directory, home: note.home })}\n`);
  return note.home;
}

/** The account that a cluster belongs to: root goes on with it, whatever account it would choose today. */
export async function ownerOf(cluster: string): Promise<ServerAccount | undefined> {
  const found = await stat(cluster).catch(ignoring('ENOENT'));
  return found && { uid: found.uid, gid: found.gid };
}

/** Deletes the files of a stopped server, wherever they are. */
export async function removePostgresFiles(directory: string): Promise<void> {
  const outside = await readLocation(directory);
  if (outside !== undefined) {
    await rm(outside, { recursive: true, force: true });
    await rmdir(resolve(outside, '..')).catch(() => undefined);
  }
  await rm(join(directory, 'postgres'), { recursive: true, force: true });
  await rm(join(directory, pointerName), { force: true });
}

/**
 * Makes the readable folder of /var/tmp that stands for a folder of the checkout.
 * @throws Error when somebody else has made a folder of that name: /var/tmp is open to all
 */
export async function relocationFolder(standsFor: string, account: ServerAccount | undefined): Promise<string> {
  const folder = join(relocationParent, relocationName(standsFor));
  await makeOwnFolder(folder, account);
  return folder;
}

/** The stable name of the folder below /var/tmp that stands for a folder of the checkout, for the present user. */
export function relocationName(standsFor: string): string {
  const hash = createHash('sha256')
    .update(`${standsFor}:${process.getuid?.() ?? ''}`)
    .digest('hex');
  return `throughtrain-${hash.slice(0, 16)}`;
}

/** For `catch`: takes one error of the file system for undefined and passes the others on. */
export function ignoring(code: 'ENOENT' | 'EEXIST'): (error: unknown) => undefined {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code !== code) throw error;
  };
}

async function makeOwnFolder(folder: string, account: ServerAccount | undefined): Promise<void> {
  const mode = account === undefined ? 0o700 : 0o755;
  await mkdir(folder, { mode }).catch(ignoring('EEXIST'));
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`${folder} belongs to another user; remove it, or run as that user`);
  }
  await chmod(folder, mode);
}

/** Some mounts ignore chown or chmod; PostgreSQL refuses to run on them. */
async function keepsOwners(directory: string, account: ServerAccount | undefined): Promise<boolean> {
  const trial = await mkdtemp(join(directory, '.trial-'));
  try {
    if (account !== undefined) await chown(trial, account.uid, account.gid);
    await chmod(trial, 0o700);
    const { mode, uid } = await stat(trial);
    return (mode & 0o777) === 0o700 && uid === (account?.uid ?? process.getuid?.());
  } catch {
    return false;
  } finally {
    await rm(trial, { recursive: true, force: true });
  }
}

async function readNote(directory: string): Promise<{ directory: string; home: string } | undefined> {
  const text = await readFile(join(directory, pointerName), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const note = JSON.parse(text) as { directory?: unknown; home?: unknown };
  if (typeof note.directory !== 'string' || typeof note.home !== 'string' || !note.home.startsWith(relocationParent)) {
    throw new Error(`${join(directory, pointerName)} is damaged; remove it to start with an empty database`);
  }
  return { directory: note.directory, home: note.home };
}

/** Folders may be closed or change hands after the data were made there; moving data is for their owner to decide. */
async function assertUsable(home: string, account: ServerAccount | undefined): Promise<void> {
  if (account === undefined) {
    if ((await stat(home)).uid !== process.getuid?.())
      throw new Error(`${home} belongs to another user; run as that user`);
  } else if (!(await canEnter(account, home))) {
    throw new Error(
      `PostgreSQL runs as the account ${account.uid}, which may no longer enter ${home}: ` +
        'give the folders above it the right to pass (chmod o+x), or remove it to start with an empty database',
    );
  }
}
