import { readFile } from 'node:fs/promises';
import type { ImportKind } from '@throughtrain/contracts';
import { parseRecord, type TakenRow } from '@throughtrain/ingestion';

const meta = { unit: 'demand', candidates: 'judged', source: 'npm run samples:files' };

/**
 * The sample as `npm run evaluate` reads it: by ids, without the rows that an import refuses.
 * @param sample the folder of the sample
 * @returns contents by file name
 */
export async function evaluationFolder(sample: string): Promise<Readonly<Record<string, string>>> {
  const read = (name: string): Promise<string> => readFile(`${sample}/${name}`, 'utf8');
  const projects = records('projects', await read('projects.ndjson')).map(
    ({ externalId: id, title, summary, keywords }) => ({ id, title, summary, keywords }),
  );
  const demands = records('demands', await read('demands.ndjson')).map(
    ({ externalId: id, enterpriseExternalId: enterpriseId, title, description, keywords }) => ({
      id,
      enterpriseId,
      title,
      description,
      keywords,
    }),
  );
  return {
    'projects.ndjson': ndjson(projects),
    'demands.ndjson': ndjson(demands),
    'qrels.tsv': await read('grades.tsv'),
    'meta.json': `${JSON.stringify(meta, undefined, 2)}\n`,
  };
}

function records<Kind extends ImportKind>(kind: Kind, text: string): TakenRow<Kind>['record'][] {
  return text.split('\n').flatMap((line) => {
    const value = jsonOf(line);
    const parsed = value === undefined ? undefined : parseRecord(kind, value);
    return parsed !== undefined && 'record' in parsed ? [parsed.record] : [];
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const ndjson = (list: readonly object[]): string => list.map((one) => `${JSON.stringify(one)}\n`).join('');
