import { readFile, writeFile } from 'node:fs/promises';
import { isCreditCode } from '@throughtrain/domain';
import { z } from 'zod';

const sample = z.looseObject({
  language: z.literal('zh'),
  title: z.string(),
  summary: z.string(),
  keywords: z.array(z.string()),
  institution: z.looseObject({ name: z.string(), creditCode: z.string().optional() }),
  contactRef: z.string().optional(),
});
type Sample = z.infer<typeof sample>;

const sampleFile = 'samples/projects.ndjson';
/** A project in this many gives the contact of a person with it. */
const projectsPerContact = 20;
/** As many projects as an institution has on average. */
const projectsPerInstitution = 40;
const seed = 20261125;
const mostSummaryCharacters = 260;

/**
 * Writes a library of NDJSON that reads like a real one: the sentences and keywords of the sample, put together anew with other figures, so
 * that words and lengths are those of real texts. The same number of projects gives the same bytes.
 * @param first number of the first one; libraries of different numbers share no identifier
 * @returns the size of the file in bytes
 */
export async function writeLibrary(file: string, projects: number, first = 0): Promise<number> {
  const samples = await readSamples();
  const random = mulberry32(seed + first);
  const sentences = samples.flatMap(({ summary }) => summary.match(/[^。]+。/gu) ?? []);
  const keywords = samples.flatMap((one) => one.keywords);
  const institutions = Math.max(1, Math.ceil(projects / projectsPerInstitution));
  const lines: string[] = [];
  for (let number = 0; number < projects; number += 1) {
    const like = pick(samples, random);
    const { contactRef: _contactRef, ...said } = like;
    lines.push(
      JSON.stringify({
        ...said,
        externalId: `B-${first + number}`,
        title: titleOf(like, samples, random),
        summary: summaryOf(sentences, random),
        keywords: [...new Set([...like.keywords.slice(0, 2), ...several(keywords, 3, random)])],
        patents: [`ZL2${digits(11, random)}`],
        institution: institutionOf(like, Math.floor(random() * institutions)),
        ...(number % projectsPerContact === 0 && { contact: { name: '联系人', phone: `139${digits(8, random)}` } }),
      }),
    );
  }
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  await writeFile(file, bytes);
  return bytes.length;
}

/** Chinese projects of the sample; it has faulty lines on purpose. */
async function readSamples(): Promise<Sample[]> {
  const lines = (await readFile(sampleFile, 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const parsed = sample.safeParse(jsonOf(line));
    return parsed.success ? [parsed.data] : [];
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function titleOf(like: Sample, samples: readonly Sample[], random: () => number): string {
  const [head, tail] = [pick(samples, random).title, like.title].map((title) => [...title]);
  return `${head!.slice(0, Math.ceil(head!.length / 2)).join('')}${tail!.slice(Math.floor(tail!.length / 2)).join('')}`;
}

function summaryOf(sentences: readonly string[], random: () => number): string {
  let summary = '';
  while (summary.length < mostSummaryCharacters / 2) summary += withOtherFigures(pick(sentences, random), random);
  return summary.slice(0, mostSummaryCharacters);
}

function withOtherFigures(text: string, random: () => number): string {
  return text.replace(
    /(?<![A-Za-z\d.])\d{2,4}(?![A-Za-z\d])/g,
    (figure) => `${1 + Math.floor(random() * 9)}${digits(figure.length - 1, random)}`,
  );
}

/** One in four is known by its name alone. */
function institutionOf({ institution }: Sample, number: number): object {
  const { creditCode: _creditCode, ...said } = institution;
  if (number % 4 === 0) return { ...said, name: `第${number}研究院` };
  return { ...said, name: `第${number}大学`, creditCode: creditCodeOf(number) };
}

/** A credit code that passes its check and belongs to nobody: no region has the number of its prefix. */
function creditCodeOf(number: number): string {
  const body = `1200000099${String(number).padStart(7, '0')}`;
  return Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY')
    .map((check) => body + check)
    .find(isCreditCode)!;
}

const pick = <Item>(items: readonly Item[], random: () => number): Item => items[Math.floor(random() * items.length)]!;

const several = <Item>(items: readonly Item[], count: number, random: () => number): Item[] =>
  Array.from({ length: count }, () => pick(items, random));

const digits = (count: number, random: () => number): string =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

/** Numbers from 0 to 1 that are the same for the same seed. */
function mulberry32(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
