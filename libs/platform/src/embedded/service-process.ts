import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { endedWithParent } from './parent-death';

/** How many of a child's last output lines are kept for its report. */
const keptLines = 30;

/** How a child ended. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** the last lines that it wrote */
  readonly lastLines: readonly string[];
}

/** A Node program that ends with us, with its output read by lines. */
export interface NodeChild {
  readonly pid: number | undefined;
  /** settles when the program has ended and its output is read; never rejects */
  readonly exited: Promise<ChildExit>;
  /** undefined while it runs */
  readonly exit: ChildExit | undefined;
  /** Asks it to end; ends it after 10 s. */
  stop(): Promise<void>;
}

/** Starts a compiled program with the Node that runs us, in a process group of its own, so that Ctrl-C reaches us only. */
export function spawnNode(script: string, environment: NodeJS.ProcessEnv, onLine: (line: string) => void): NodeChild {
  const [file, args] = endedWithParent('TERM', process.execPath, [script]);
  const child = spawn(file, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true });
  const lastLines: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    if (input === null) continue;
    createInterface({ input }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
      onLine(line);
    });
  }
  let exit: ChildExit | undefined;
  const exited = exitOf(child, lastLines).then((ended) => (exit = ended));
  return {
    pid: child.pid,
    exited,
    get exit() {
      return exit;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const patience = new AbortController();
      const late = delay(10_000, undefined, { signal: patience.signal }).then(
        () => child.kill('SIGKILL'),
        () => undefined,
      );
      await exited;
      patience.abort();
      await late;
    },
  };
}

function exitOf(child: ChildProcess, lastLines: string[]): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      lastLines.push(error.message);
      resolve({ code: null, signal: null, lastLines });
    });
    child.once('close', (code, signal) => resolve({ code, signal, lastLines }));
  });
}
