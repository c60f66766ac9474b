import type { ImportKind } from '@throughtrain/contracts';
import { fieldOf, problemsOf, type KnownHeaders, type MappingProblems, type RowDefaults } from './map-headers';
import { suggestField, type Suggestion } from './suggest-field';

/** One column of a file and what is known of it; without a field nobody has decided yet. */
export interface ProposedColumn {
  readonly header: string;
  readonly field?: string | null;
  readonly suggestion?: Suggestion;
}

/** How a file would be read, and what a person has to decide first. */
export interface MappingProposal extends MappingProblems {
  readonly columns: readonly ProposedColumn[];
}

/**
 * Finds the field of every header by what the organisation has confirmed before and by the dictionary of the kind.
 * @param known what the organisation has decided before
 */
export function proposeMapping(
  kind: ImportKind,
  headers: readonly string[],
  known: KnownHeaders,
  defaults: RowDefaults,
): MappingProposal {
  const columns = headers.map((header) => {
    const field = fieldOf(kind, header, known);
    return { header, ...(field !== undefined && { field }) };
  });
  return { columns, ...problemsOf(kind, columns, defaults) };
}

/**
 * Adds suggestions to the columns that nobody has decided about.
 * @param samples the cells of the first rows, in the order of the columns
 */
export function withSuggestions(
  kind: ImportKind,
  proposal: MappingProposal,
  samples: readonly (readonly string[])[],
): MappingProposal {
  const taken = new Set(proposal.columns.flatMap(({ field }) => field ?? []));
  const columns = proposal.columns.map((column, index) => {
    if (column.field !== undefined) return column;
    const values = samples.map((cells) => cells[index] ?? '');
    const suggestion = suggestField(kind, column.header, values, taken);
    if (!suggestion) return column;
    taken.add(suggestion.field);
    return { ...column, suggestion };
  });
  return { ...proposal, columns };
}
