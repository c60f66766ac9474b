import type { Term } from '../tokeniser';

/** A term of the other language that is near one in meaning. */
export interface NearTerm {
  readonly term: Term;
  /** In (0, 1]. */
  readonly cosine: number;
}

/** Nearest first. */
export type NearTerms = ReadonlyMap<Term, readonly NearTerm[]>;

/**
 * Text form: a line with the name of the table that they come from, then `term TAB near TAB cosine TAB near TAB cosine …`, sorted by term. The same terms give the
 * same text.
 */
export function formatNearTerms(table: string, terms: NearTerms): string {
  const lines = [...terms]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([term, near]) => [term, ...near.flatMap((one) => [one.term, String(one.cosine)])].join('\t'));
  return `${[table, ...lines].join('\n')}\n`;
}

/** Reverse of {@link formatNearTerms}. @throws RangeError when they come from another table, or a line has another form */
export function parseNearTerms(table: string, text: string): NearTerms {
  const [name, ...lines] = text.trimEnd().split('\n');
  if (name !== table) throw new RangeError(`the near terms are of the table ${name ?? ''}, not of ${table}`);
  return new Map(
    lines.map((line) => {
      const [term = '', ...rest] = line.split('\t');
      const near = Array.from({ length: rest.length / 2 }, (_, at): NearTerm => ({
        term: rest[at * 2] ?? '',
        cosine: Number(rest[at * 2 + 1]),
      }));
      if (near.length === 0 || rest.length % 2 > 0 || near.some(({ cosine }) => !(cosine > 0 && cosine <= 1)))
        throw new RangeError(`not near terms: ${line.slice(0, 100)}`);
      return [term, near];
    }),
  );
}
