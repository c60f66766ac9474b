import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '@throughtrain/testing';
import type { WorkFolder } from './work-folder';

const tools = resolve(__dirname, '..', '..', '..', 'dist', 'tools');

/** One of the two commands, run as `npm run demo` and `npm start` run it once everything is built. */
export class Command {
  /** What it has written so far, both outputs together. */
  readonly lines: string[] = [];
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  private readonly child: ChildProcess;

  /** @param environment on top of that of the tests, without servers that it may name */
  constructor(
    tool: 'demo' | 'start',
    folder: WorkFolder,
    args: readonly string[],
    environment: NodeJS.ProcessEnv = {},
  ) {
    const child = spawn(process.execPath, [join(tools, tool, 'main.js'), ...args], {
      cwd: folder.path,
      env: { ...process.env, DATABASE_URL: '', REDIS_URL: '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (line) => this.lines.push(line));
    this.exit = new Promise((done, failed) => {
      child.once('error', failed);
      child.once('close', (code, signal) => done({ code, signal }));
    });
    this.child = child;
  }

  get output(): string {
    return this.lines.join('\n');
  }

  kill(signal: 'SIGINT' | 'SIGKILL'): void {
    this.child.kill(signal);
  }

  /**
   * Waits for a line that matches.
   * @returns the groups of the match
   * @throws Error with its output when it ends before, or after a minute
   */
  async says(pattern: RegExp): Promise<readonly string[]> {
    const found = await eventually(
      () => {
        const match = this.lines.map((line) => pattern.exec(line)).find((matched) => matched !== null);
        return match?.slice(1) ?? (this.hasEnded() && []);
      },
      { withinMs: 60_000 },
    ).catch(() => []);
    if (found.length === 0) throw new Error(`no line matched ${String(pattern)}:\n${this.output}`);
    return found;
  }

  private hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}
