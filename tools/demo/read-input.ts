import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { isCreditCode } from '@throughtrain/domain';
import { z } from 'zod';
import { mapPaper } from './map-papers';

/** Reads the lines of a file, plain or gzip. @throws Error when the file is not there */
export async function readLines(file: string): Promise<string[]> {
  const source = createReadStream(file);
  const input = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  source.on('error', (error) => input.destroy(error));
  const lines: string[] = [];
  for await (const line of createInterface({ input, crlfDelay: Infinity })) lines.push(line);
  return lines;
}

/** The library as lines of an import. */
export async function readLibrary(file: string, map: 'papers' | undefined): Promise<string[]> {
  const lines = await readLines(file);
  return map === 'papers' ? lines.map((line) => (line.trim() === '' ? line : mapPaper(line))) : lines;
}

const identified = z.object({ externalId: z.string() });
const belonging = z.object({ enterpriseExternalId: z.string() });

/** External ids of lines that name one. */
function externalIdsOf(lines: readonly string[]): string[] {
  return fieldOf(lines, identified, ({ externalId }) => externalId);
}

/**
 * Enterprises of the user's demands that no list names get a stand-in, so that the funnel can run: a made-up name and credit code, and the
 * sample host's region.
 * @returns lines of the enterprise import
 */
export function standInEnterprises(demandLines: readonly string[], enterpriseLines: readonly string[]): string[] {
  const known = new Set(externalIdsOf(enterpriseLines));
  const wanted = new Set(fieldOf(demandLines, belonging, ({ enterpriseExternalId }) => enterpriseExternalId));
  return [...wanted]
    .filter((externalId) => !known.has(externalId))
    .map((externalId, index) =>
      JSON.stringify({
        externalId,
        creditCode: standInCreditCode(index),
        name: `示例企业 ${externalId}`,
        regionCode: '340200',
        mainProducts: '未提供',
      }),
    );
}

const codeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A code that passes the check and belongs to nobody: its registering authority does not exist. */
function standInCreditCode(index: number): string {
  const body = `91000000DM${String(index).padStart(7, '0')}`;
  const code = Array.from(codeAlphabet, (check) => body + check).find(isCreditCode);
  if (code === undefined) throw new RangeError('no check character fits');
  return code;
}

function fieldOf<T>(lines: readonly string[], schema: z.ZodType<T>, field: (value: T) => string): string[] {
  return lines.flatMap((line) => {
    try {
      const parsed = schema.safeParse(JSON.parse(line));
      return parsed.success ? [field(parsed.data)] : [];
    } catch {
      return [];
    }
  });
}
