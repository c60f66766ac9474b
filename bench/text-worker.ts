import { parentPort, workerData } from 'node:worker_threads';
import { StaticTableEncoder } from '@throughtrain/encoders';
import { analyse } from '@throughtrain/text';
import type { TextBenchInput } from './text';

async function main({ texts, tableFile, runMs }: TextBenchInput): Promise<number> {
  const encoder = await StaticTableEncoder.load(tableFile);
  let done = 0;
  let elapsed = 0;
  const startedAt = performance.now();
  while (elapsed < runMs) {
    await encoder.encode(
      texts.map((given) => ({ purpose: 'document' as const, texts: given, analysis: analyse(given) })),
    );
    done += texts.length;
    elapsed = performance.now() - startedAt;
  }
  return (done / elapsed) * 1_000;
}

void main(workerData as TextBenchInput).then((rate) => parentPort?.postMessage(rate));
