import type { Analysis, Field } from './analyse';

/** What an encoder may read of a document or a demand. */
export interface EncoderInput {
  /** Demands and briefs ask, projects answer: some models want to be told. */
  readonly purpose: 'query' | 'document';
  readonly texts: Readonly<Record<Field, string>>;
  /** The analysis of these texts, where it is at hand; an encoder that needs none makes its own. */
  readonly analysis?: Analysis;
}

/** Turns texts into vectors whose cosine says how near they are in meaning, in and across languages. */
export abstract class Encoder {
  /** Changes whenever the same text would get another vector. Vectors of two versions can not be compared. */
  abstract readonly version: string;
  /** Numbers a vector. */
  abstract readonly dimensions: number;

  /**
   * @returns a vector of length 1 for each input, in order; undefined for a text without anything that the encoder knows
   * @throws DomainError unavailable `encoder.unavailable` when it can not encode now; invalid `encoder.refused` when it never will
   */
  abstract encode(inputs: readonly EncoderInput[]): Promise<(Float32Array | undefined)[]>;
}
