import { createReadStream, mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createGunzip, gzipSync } from 'node:zlib';
import { analyse, analyserVersion, countCorpus, formatCorpusStatistics, type Analysis } from '@throughtrain/text';
import { z } from 'zod';

/**
 * Counts a corpus of papers into the artifact `models/corpus-statistics/<version>.tsv.gz`:
 *   node dist/tools/corpus-statistics/main.js --version 2 --chinese chinaxiv.ndjson.gz --bilingual chinaxiv-bilingual.ndjson.gz
 * `--chinese`: NDJSON of {title, abstract, keywords}; `--bilingual`: NDJSON of {en: {title, abstract, keywords}}, its English side.
 */
const text = z.string().catch('');
const words = z.union([z.array(z.string()), z.string().transform((value) => [value])]).catch([]);
const paper = z.object({ title: text, abstract: text, keywords: words });
const bilingual = z.object({ en: paper });
const leastCount = 2;

async function* linesOf(file: string): AsyncGenerator {
  const source = createReadStream(file);
  const lines = createInterface({ input: file.endsWith('.gz') ? source.pipe(createGunzip()) : source });
  for await (const line of lines) if (line !== '') yield JSON.parse(line);
}

function analysePaper({ title, abstract, keywords }: z.infer<typeof paper>): Analysis {
  return analyse({ title, keywords: keywords.join('；'), body: abstract });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { version: { type: 'string' }, chinese: { type: 'string' }, bilingual: { type: 'string' } },
  });
  if (!values.version || !values.chinese || !values.bilingual)
    throw new Error('needs --version, --chinese FILE and --bilingual FILE');
  const analyses: Analysis[] = [];
  for await (const line of linesOf(values.chinese)) analyses.push(analysePaper(paper.parse(line)));
  const chinese = analyses.length;
  for await (const line of linesOf(values.bilingual)) {
    const parsed = bilingual.safeParse(line);
    if (parsed.success) analyses.push(analysePaper(parsed.data.en));
  }
  const statistics = countCorpus(analyses, { version: values.version, analyserVersion, leastCount });
  mkdirSync('models/corpus-statistics', { recursive: true });
  const file = `models/corpus-statistics/${values.version}.tsv.gz`;
  writeFileSync(file, gzipSync(formatCorpusStatistics(statistics), { level: 9 }));
  console.log(
    `${file}: ${chinese} Chinese and ${analyses.length - chinese} English documents, ${statistics.documentCounts.size} terms`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
