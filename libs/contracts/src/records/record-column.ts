/** What the text of a cell becomes. */
export type CellType =
  | { readonly is: 'text' }
  /** Letters and digits that a spreadsheet program must not have taken for a number. */
  | { readonly is: 'identifier' }
  | { readonly is: 'secrecy' }
  | {
      readonly is: 'integer';
      readonly names: Readonly<Record<string, number>>;
      readonly from: number;
      readonly to: number;
    }
  /** An amount in 万元. */
  | { readonly is: 'wan' }
  /** An amount or a span of amounts in 万元: {min, max}. */
  | { readonly is: 'wan-span' }
  | { readonly is: 'boolean' }
  | { readonly is: 'day' }
  | { readonly is: 'month' }
  /** A code of a short list, its label, or another word for it. */
  | {
      readonly is: 'coded';
      readonly labels: Readonly<Record<string, string>>;
      readonly aliases: Readonly<Record<string, string>>;
    }
  /** A code of a classification, its name, or both. */
  | { readonly is: 'classified'; readonly names: ReadonlyMap<string, string> };

/** What parts the items of a list: `codes` cannot hold a comma or slash, `words` may hold those of formulas, `sentences` hold 、 as well. */
export type ListOf = 'codes' | 'words' | 'sentences';

/** One field of a record as a column of a spreadsheet. */
export interface RecordColumn {
  /** Path in the record, such as `institution.name`. */
  readonly field: string;
  /** Headers that mean it; the first is the one of templates and reports. */
  readonly headers: readonly [string, ...string[]];
  readonly type: CellType;
  readonly list?: ListOf;
  /** At which level of completeness the field is asked for; `required` ones keep a row out. */
  readonly need: 'required' | 'matchable' | 'pushable' | 'optional';
  /**
   * A bad value costs the field, not the row: its absence only lowers the level. Never so for what concerns secrecy, consent, ownership,
   * authority, identity, affiliation or an end of validity, where absence would say more than the value did.
   */
  readonly mayBeDropped?: true;
  /** Several columns make one text, each under its header. */
  readonly joins?: true;
  /** Holds what reports must not repeat. */
  readonly isPrivate?: true;
}
