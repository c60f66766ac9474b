import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** An account of the system that the server runs as. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Chooses who the server runs as: PostgreSQL refuses root, so root lends it an existing account without rights.
 * @returns undefined when the present user is not root and runs it as itself
 * @throws Error when root finds no such account
 */
export function serverAccount(passwdFile = '/etc/passwd'): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync(passwdFile, 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const found = accounts.find((fields) => fields[0] === name);
    const [uid, gid] = [Number(found?.[2]), Number(found?.[3])];
    // A negative id is how some systems write "nobody".
    if (uid !== 0 && !Number.isNaN(uid + gid)) return { uid: uid >>> 0, gid: gid >>> 0 };
  }
  throw new Error(
    'PostgreSQL does not run as root, and neither the account "postgres" nor "nobody" exists; set DATABASE_URL',
  );
}

/** Whether the account may pass through a folder and all folders above it, by their mode bits. */
export async function canEnter(account: ServerAccount, folder: string): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  return dirname(folder) === folder || canEnter(account, dirname(folder));
}
