import { columnsOf, secrecyField, type ImportKind, type RecordColumn } from '@throughtrain/contracts';
import { declaresSecrecy, foldHeader, headerKey } from './fold-header';

/** What a column of a file stands for: a field, or nothing when it is left out. */
export interface MappedColumn {
  /** As the file has it. */
  readonly header: string;
  readonly field: string | null;
}

/** A mapping that can not be used as it is, and why. */
export interface MappingProblems {
  /** Headers that nobody has decided about. */
  readonly undecided: readonly string[];
  /** Fields that more than one column stands for and that hold one value. */
  readonly doubled: readonly string[];
  /** Required fields that no column stands for. */
  readonly missing: readonly string[];
}

/** What an import gives all of its rows. */
export interface RowDefaults {
  readonly channel?: string;
}

/** Fields that a person has decided about before, by {@link headerKey}. */
export type KnownHeaders = ReadonlyMap<string, string | null>;

const dictionaries = new Map<ImportKind, ReadonlyMap<string, string>>();

/** Every header of a kind that is known by itself, folded, with its field. */
export function dictionaryOf(kind: ImportKind): ReadonlyMap<string, string> {
  const known = dictionaries.get(kind);
  if (known) return known;
  const dictionary = new Map<string, string>();
  for (const { field, headers } of columnsOf(kind)) {
    for (const header of [field, ...headers]) {
      const key = foldHeader(header);
      if (!dictionary.has(key)) dictionary.set(key, field);
    }
  }
  dictionaries.set(kind, dictionary);
  return dictionary;
}

/** @returns the field of a header, null when it is left out, undefined when nobody knows */
export function fieldOf(kind: ImportKind, header: string, known: KnownHeaders): string | null | undefined {
  if (declaresSecrecy(header)) return secrecyField;
  if (foldHeader(header) === '') return null;
  const decided = known.get(headerKey(header));
  // A field of an earlier version may be gone.
  if (decided === null || (decided !== undefined && columnOf(kind, decided))) return decided;
  return dictionaryOf(kind).get(foldHeader(header));
}

/** @returns the column of a field, undefined when the kind has no such field */
export function columnOf(kind: ImportKind, field: string): RecordColumn | undefined {
  return columnsOf(kind).find((column) => column.field === field);
}

/** @returns what keeps the columns from being read; all three lists are empty when nothing does */
export function problemsOf(
  kind: ImportKind,
  columns: readonly { readonly header: string; readonly field?: string | null | undefined }[],
  defaults: RowDefaults,
): MappingProblems {
  const fields = columns.flatMap(({ field }) => field ?? []);
  const isSingle = (field: string): boolean => {
    const column = columnOf(kind, field);
    return field !== secrecyField && column?.list === undefined && column?.joins === undefined;
  };
  const doubled = fields.filter((field, index) => isSingle(field) && fields.indexOf(field) !== index);
  const isGiven = (field: string): boolean =>
    fields.includes(field) || (field === 'channel' && defaults.channel !== undefined);
  const required = columnsOf(kind).filter(({ need }) => need === 'required');
  return {
    undecided: columns.filter(({ field }) => field === undefined).map(({ header }) => header),
    doubled: [...new Set(doubled)],
    missing: required.map(({ field }) => field).filter((field) => !isGiven(field)),
  };
}

/** @returns whether there is no problem */
export function isUsable({ undecided, doubled, missing }: MappingProblems): boolean {
  return undecided.length + doubled.length + missing.length === 0;
}
