import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { ImportKind } from '@throughtrain/contracts';
import { writeCsv, writeXlsx, type Table } from '@throughtrain/tabular';
import { encode } from 'iconv-lite';
import { evaluationFolder } from './evaluation-folder';
import { recordTable } from './record-table';
import { sampleHosts } from '../client/sample-hosts';

const folder = 'samples/files';
const evaluation = 'samples/evaluation';

/** Lines of the sample whose identifier begins with one of the letters. */
async function linesOf(kind: ImportKind, letters: string): Promise<string[]> {
  const lines = (await readFile(`samples/${kind}.ndjson`, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.filter((line) => letters.includes(/"externalId": ?"([^"])/.exec(line)?.[1] ?? '-'));
}

async function tableOf(kind: ImportKind, sheet: string, letters: string): Promise<Table> {
  const lines = await linesOf(kind, letters);
  return recordTable(
    kind,
    sheet,
    lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  );
}

/** As a spreadsheet program on a Chinese Windows saves it. */
const gb18030 = (table: Table): Buffer => encode(writeCsv(table).toString('utf8').replace('\ufeff', ''), 'gb18030');

/** Writes the sample as people send it; the same records always give the same files, but for the date in a workbook. */
async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const save = (name: string, bytes: Buffer): Promise<void> => writeFile(`${folder}/${name}`, bytes);
  await save(
    'projects-energy.ndjson.gz',
    gzipSync(`${(await linesOf('projects', 'TXFA')).join('\n')}\n`, { level: 9 }),
  );
  await save('projects-equipment.xlsx', await writeXlsx(await tableOf('projects', '成果', 'B')));
  await save('projects-life.csv', gb18030(await tableOf('projects', '成果', 'C')));
  for (const { letter } of sampleHosts) {
    const enterprises = await tableOf('enterprises', '企业', letter);
    const demands = await tableOf('demands', '需求', letter);
    await save(`enterprises-${letter}.csv`, writeCsv(enterprises));
    await save(`demands-${letter}.xlsx`, await writeXlsx(demands));
  }
  await mkdir(evaluation, { recursive: true });
  for (const [name, content] of Object.entries(await evaluationFolder('samples')))
    await writeFile(`${evaluation}/${name}`, content);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
