import { cutSnippet, findSpans, type SearchTerm, type SnippetPart, type Span } from '@throughtrain/text';

/** A place of a field, in code units of its text as the project has it. */
export interface FieldHit extends Span {
  readonly field: 'title' | 'keywords' | 'institution' | 'summary';
  /** Which of the keywords, from 0. */
  readonly keyword?: number;
}

/** Where the words that found a project stand. */
export interface TextHits {
  /** Field by field, in order; the first ones when there are very many. */
  readonly hits: readonly FieldHit[];
  /** About 80 characters of the summary around its first hit, or its beginning. */
  readonly snippet: readonly SnippetPart[];
}

/** The words of a project, as far as it has them. */
export interface ProjectWords {
  readonly title?: string | undefined;
  readonly keywords: readonly string[];
  readonly institution?: string | undefined;
  readonly summary?: string | undefined;
}

const mostHits = 50;

/** @returns the places of the terms; without terms none, and the beginning of the summary */
export function findHits(words: ProjectWords, terms: readonly SearchTerm[]): TextHits {
  const { title = '', keywords, institution = '', summary = '' } = words;
  const inSummary = findSpans(summary, terms);
  const hits: FieldHit[] = [
    ...findSpans(title, terms).map((span) => ({ field: 'title' as const, ...span })),
    ...keywords.flatMap((keyword, index) =>
      findSpans(keyword, terms).map((span) => ({ field: 'keywords' as const, keyword: index, ...span })),
    ),
    ...findSpans(institution, terms).map((span) => ({ field: 'institution' as const, ...span })),
    ...inSummary.map((span) => ({ field: 'summary' as const, ...span })),
  ];
  return { hits: hits.slice(0, mostHits), snippet: cutSnippet(summary, inSummary) };
}
