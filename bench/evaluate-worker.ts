import { evaluate } from '../tools/evaluate/evaluate';
import { readOptions } from '../tools/evaluate/options';
import { openShippedModels } from '../tools/evaluate/shipped-models';

/** What the measured process says at its end. */
export interface EvaluateResult {
  readonly peakRssBytes: number;
}

async function main(): Promise<EvaluateResult> {
  const options = await readOptions(process.argv.slice(2));
  await evaluate(options, await openShippedModels('models/corpus-statistics'));
  return { peakRssBytes: process.resourceUsage().maxRSS * 1024 };
}

main().then(
  (result) => process.send?.(result, () => process.disconnect()),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
    process.disconnect();
  },
);
