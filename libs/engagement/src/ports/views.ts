/** A term that met in demand and project, with what it added. */
export interface MatchedWordView {
  readonly word: string;
  readonly contribution: number;
  /** The demand's own word, where the project's is of the other language. */
  readonly standsFor?: string;
}
