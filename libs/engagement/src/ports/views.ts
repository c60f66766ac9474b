/** A term that met in demand and project, with what it added. */
export interface MatchedWordView {
  readonly word: string;
  readonly contribution: number;
}
