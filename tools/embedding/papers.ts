import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';

const text = z.string().catch('');
const words = z.union([z.array(z.string()).transform((list) => list.join('；')), z.string()]).catch('');
const side = z.object({ title: text, abstract: text, keywords: words });
const chinese = side.extend({ id: z.string(), clc: text });
const bilingual = z.object({ id: z.string(), zh: side, en: side });
const summaries = z.record(z.string(), z.string()).catch({});
const arxiv = z.object({ id: z.string(), title: text, abstract: text, zh: summaries });

export type Side = z.infer<typeof side>;
const nothing: Side = { title: '', abstract: '', keywords: '' };

/** A paper in one or both languages; what it does not have is empty. */
export interface Paper {
  readonly id: string;
  readonly source: 'chinaxiv' | 'arxiv';
  readonly zh: Side;
  readonly en: Side;
  /** Chinese Library Classification as the authors gave it. */
  readonly clc: string;
  /** Other Chinese texts on the same paper: summaries by part. */
  readonly summaries: readonly string[];
  /** Kept out of training: for measuring only. */
  readonly isHeldOut: boolean;
}

/** The rule by which records are kept out of training: the last decimal digit of SHA-256 of the id, as one number, is 0. */
export function isHeldOutId(id: string): boolean {
  return BigInt(`0x${createHash('sha256').update(id).digest('hex')}`) % 10n === 0n;
}

/**
 * Reads `chinaxiv.ndjson.gz`, `chinaxiv-bilingual.ndjson.gz` and `arxiv-bilingual.ndjson.gz` of a folder. A record with the title of a held-out one (another
 * version of it) is kept out too.
 * @returns the papers of ChinaXiv in the order of its file, then those that only the bilingual file has, then those of arXiv
 */
export async function readPapers(folder: string): Promise<Paper[]> {
  const english = new Map<string, z.infer<typeof bilingual>>();
  for await (const record of recordsOf(join(folder, 'chinaxiv-bilingual.ndjson.gz'), bilingual))
    english.set(record.id, record);
  const papers: Omit<Paper, 'isHeldOut'>[] = [];
  for await (const { id, clc, ...zh } of recordsOf(join(folder, 'chinaxiv.ndjson.gz'), chinese)) {
    papers.push({ id, source: 'chinaxiv', zh, en: english.get(id)?.en ?? nothing, clc, summaries: [] });
    english.delete(id);
  }
  for (const { id, zh, en } of english.values())
    papers.push({ id, source: 'chinaxiv', zh, en, clc: '', summaries: [] });
  for await (const { id, title, abstract, zh } of recordsOf(join(folder, 'arxiv-bilingual.ndjson.gz'), arxiv))
    papers.push({ id, source: 'arxiv', en: { title, abstract, keywords: '' }, clc: '', ...chineseOf(zh) });
  return markHeldOut(papers);
}

function chineseOf(parts: Record<string, string>): Pick<Paper, 'zh' | 'summaries'> {
  const pieces = ['motivation', 'method', 'result', 'conclusion'].flatMap((name) => parts[name] ?? []);
  const abstract = parts['translation'] ?? pieces.join('');
  const zh = { title: parts['title_translation'] ?? parts['tldr'] ?? '', abstract, keywords: '' };
  return { zh, summaries: [...(parts['tldr'] ? [parts['tldr']] : []), ...pieces] };
}

function markHeldOut(papers: readonly Omit<Paper, 'isHeldOut'>[]): Paper[] {
  const titles = ({ zh, en }: Pick<Paper, 'zh' | 'en'>): string[] =>
    [zh.title, en.title].map(lettersOf).filter((title) => title.length > 5);
  const heldOut = new Set(papers.filter(({ id }) => isHeldOutId(id)).flatMap(titles));
  return papers.map((paper) => ({
    ...paper,
    isHeldOut: isHeldOutId(paper.id) || titles(paper).some((title) => heldOut.has(title)),
  }));
}

/** @returns the letters of a text alone, in lower case, by which copies are recognised */
export function lettersOf(value: string): string {
  return value.toLowerCase().replace(/[^\p{L}]/gu, '');
}

async function* recordsOf<T>(file: string, schema: z.ZodType<T>): AsyncGenerator<T> {
  for await (const line of linesOf(file)) {
    const record = schema.safeParse(JSON.parse(line));
    if (record.success) yield record.data;
  }
}

/** @returns the lines of a gzipped text that are not empty. @throws Error when there is no such file */
export async function* linesOf(file: string): AsyncGenerator<string> {
  if (!existsSync(file)) throw new Error(`${file} does not exist`);
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity });
  for await (const line of lines) if (line !== '') yield line;
}
