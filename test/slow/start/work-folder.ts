import { chmod, mkdtemp, readdir, readFile, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { removeEmbeddedPostgres } from '@throughtrain/platform/embedded';
import { eventually } from '@throughtrain/testing';

const checkout = resolve(__dirname, '..', '..', '..');

/** A process that works inside a folder. */
export interface FolderProcess {
  readonly pid: number;
  /** program and arguments, apart by spaces */
  readonly command: string;
}

/** A folder to run a command of the checkout in: its data are apart from those of the checkout, its sample is the same. */
export class WorkFolder {
  private constructor(readonly path: string) {}

  static async make(): Promise<WorkFolder> {
    const path = await realpath(await mkdtemp(join(tmpdir(), 'throughtrain-command-')));
    // The server's account passes through.
    await chmod(path, 0o711);
    await symlink(join(checkout, 'samples'), join(path, 'samples'));
    return new WorkFolder(path);
  }

  async remove(): Promise<void> {
    for (const data of ['.data', '.run/demo']) await removeEmbeddedPostgres(join(this.path, data));
    await rm(this.path, { recursive: true, force: true });
  }

  /** Commands, services and database servers alike work where they were started or in their data. */
  async processes(): Promise<FolderProcess[]> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
    const found = await Promise.all(pids.map((pid) => this.own(pid)));
    return found.filter((process) => process !== undefined);
  }

  /** Waits until nothing is left. @throws Error naming what still runs after 15 s */
  async emptied(): Promise<void> {
    await eventually(async () => {
      expect((await this.processes()).map(({ command }) => command)).toEqual([]);
      return true;
    });
  }

  private async own(pid: number): Promise<FolderProcess | undefined> {
    try {
      const folder = await readlink(`/proc/${pid}/cwd`);
      if (folder !== this.path && !folder.startsWith(`${this.path}/`)) return undefined;
      return { pid, command: (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim() };
    } catch {
      // It has ended, or belongs to somebody else.
      return undefined;
    }
  }
}
