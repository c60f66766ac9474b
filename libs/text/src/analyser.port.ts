import type { Field } from './analyse';

/** The fields of a document or a demand. */
export type FieldTexts = Readonly<Record<Field, string>>;

/** Analyses texts, here or beside the caller. */
export abstract class Analyser {
  /** @returns the text form of the analysis, see `formatAnalysis` */
  abstract analyse(texts: FieldTexts): Promise<string>;
}
