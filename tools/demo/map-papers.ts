import { z } from 'zod';

const paperSchema = z.object({
  id: z.string(),
  title: z.string().catch(''),
  abstract: z.string().catch(''),
  keywords: z.union([z.array(z.string()), z.string().transform((text) => [text])]).catch([]),
  lang: z.enum(['zh', 'en']).optional().catch(undefined),
});

const limits = { title: 300, summary: 4_000, keywords: 20, keyword: 60 };

/**
 * Reads a line of a collection of papers {id, title, abstract, keywords, lang} as a project record. What a paper lacks stays unknown, except
 * for three test values without which nothing could be matched or sent: stage, declared public secrecy, and consent.
 * @returns the line of the import; a line that is no paper goes on as it is, so that the import refuses it by its row
 */
export function mapPaper(line: string): string {
  const parsed = paperSchema.safeParse(readJson(line));
  if (!parsed.success) return line;
  const { id, title, abstract, keywords, lang } = parsed.data;
  return JSON.stringify({
    externalId: id,
    channel: 'open-call',
    secrecy: '公开',
    title: clean(title, limits.title),
    summary: clean(abstract, limits.summary),
    keywords: keywordsOf(keywords),
    ...(lang !== undefined && { language: lang }),
    stage: 'initial',
    consentToPush: true,
    contactRef: 'test-value',
  });
}

function keywordsOf(raw: readonly string[]): string[] {
  const words = raw.flatMap((text) => text.split(/[;；,，]/)).map((text) => clean(text, limits.keyword));
  return [...new Set(words.filter((word) => word !== '' && !/分类号|^[A-Z]{1,2}\d{3}/.test(word)))].slice(
    0,
    limits.keywords,
  );
}

function clean(text: string, most: number): string {
  // Extracted texts carry control characters and marks without a shape; cutting can halve a surrogate pair.
  return text
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .slice(0, most)
    .replace(/\p{Cs}/gu, '')
    .trim();
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
