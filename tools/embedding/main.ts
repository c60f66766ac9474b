import { parseArgs } from 'node:util';
import { measure } from './measure';
import { train } from './train';

/**
 * Trains and measures the embedding table:
 *   npm run train:embedding -- --corpus DIR [--out DIR] [--work DIR] [--name NAME] [--seed N] [--batches N]
 *   npm run measure:embedding -- --corpus DIR [TABLE …]
 * The folder of the corpus holds chinaxiv.ndjson.gz, chinaxiv-bilingual.ndjson.gz, chinaxiv-body.txt.gz and arxiv-bilingual.ndjson.gz.
 */
const defaults = {
  rows: 104_000,
  leastCount: 5,
  size: 128,
  dimensions: 128,
  checkpointEvery: 500,
  temperature: 0.08,
  rate: 0.002,
  shares: {
    'title-abstract': 0.1,
    'keywords-abstract': 0.1,
    'title-paragraph': 0.14,
    neighbours: 0.2,
    crops: 0.18,
    across: 0.18,
    summaries: 0.03,
    'across-summaries': 0.09,
    english: 0.13,
    'english-crops': 0.08,
  },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      corpus: { type: 'string' },
      out: { type: 'string', default: 'models/embedding' },
      work: { type: 'string', default: '.run/embedding' },
      seed: { type: 'string', default: '1' },
      batches: { type: 'string', default: '8000' },
      name: { type: 'string', default: 'zh-en-2' },
    },
  });
  const [command, ...tables] = positionals;
  if (values.corpus === undefined) throw new Error('needs --corpus DIR');
  const startedAt = performance.now();
  const progress = (line: string): void => {
    console.log(`${((performance.now() - startedAt) / 1000).toFixed(0)} s: ${line}`);
  };
  const { corpus, out, work, name } = values;
  if (command === 'train') {
    const [seed, batches] = [Number(values.seed), Number(values.batches)];
    await train({ ...defaults, corpus, out, work, name, seed, batches }, progress);
  } else if (command === 'measure')
    await measure(corpus, tables.length > 0 ? tables : [`${out}/table.bin`], console.log);
  else throw new Error('say train or measure');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
