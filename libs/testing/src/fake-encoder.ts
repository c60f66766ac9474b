import { analyse, Encoder, type EncoderInput } from '@throughtrain/text';

/** A text points along the axes of its terms, each term on the axis of its code units: worked out by hand, and equal for equal texts. */
export class FakeEncoder extends Encoder {
  readonly dimensions = 8;
  /** Texts that were asked for, in order. */
  readonly asked: string[] = [];
  /** Those of them that ask. */
  readonly queries: string[] = [];
  /** Thrown instead of an answer, while it is set. */
  failure: Error | undefined;

  constructor(readonly version = 'fake-1') {
    super();
  }

  encode(inputs: readonly EncoderInput[]): Promise<(Float32Array | undefined)[]> {
    if (this.failure) return Promise.reject(this.failure);
    this.asked.push(...inputs.map(({ texts }) => texts.title));
    this.queries.push(...inputs.flatMap(({ purpose, texts }) => (purpose === 'query' ? [texts.title] : [])));
    return Promise.resolve(inputs.map((input) => this.vectorOf(input)));
  }

  private vectorOf({ texts, analysis = analyse(texts) }: EncoderInput): Float32Array | undefined {
    if (analysis.terms.length === 0) return undefined;
    const vector = new Float32Array(this.dimensions);
    for (const [term] of analysis.terms) {
      const axis = [...term].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % this.dimensions;
      vector[axis] = (vector[axis] ?? 0) + 1;
    }
    return vector;
  }
}
