import { fork } from 'node:child_process';
import type { IngestInput, IngestResult } from './ingest-worker';

/** Imports a file of projects in a process of its own. @throws Error when it ends without a result */
export function importInProcess(input: IngestInput): Promise<IngestResult> {
  return new Promise((resolve, reject) => {
    const child = fork(require.resolve('./ingest-worker'), [JSON.stringify(input)]);
    let result: IngestResult | undefined;
    child.once('message', (message) => (result = message as IngestResult));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (result && code === 0) resolve(result);
      else reject(new Error(`the import ended with ${code}`));
    });
  });
}
