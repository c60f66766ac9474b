import type { Field } from './analyse';

/** The fields of a document or a demand. */
export type FieldTexts = Readonly<Record<Field, string>>;

/** What an encoder made of a text. */
export interface TextVector {
  readonly encoderVersion: string;
  /** In eight bits each; zeros for a text in which the encoder knows nothing. */
  readonly numbers: Int8Array;
}

/** What was made of a text. */
export interface AnalysedText {
  /** The text form of the analysis, see `formatAnalysis`. */
  readonly terms: string;
  /** Absent when the analyser does not encode. */
  readonly vector?: TextVector;
}

/** Analyses texts, here or beside the caller. */
export abstract class Analyser {
  abstract analyse(texts: FieldTexts): Promise<AnalysedText>;
}
