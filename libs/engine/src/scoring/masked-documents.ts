/** Pairs that no list may hold. */
export interface DocumentMasks {
  /** Documents that some demand must not see, in ascending order. */
  readonly documents: Uint32Array;
  /** Where the demands of each begin; one more than there are documents. */
  readonly starts: Uint32Array;
  readonly demands: Uint16Array;
}

const nobody = new Uint16Array(0);

/** Masks as they are asked for while documents are taken in ascending order. */
export class MaskedDocuments {
  private readonly byDocument: ReadonlyMap<number, Uint16Array>;
  private at = 0;

  constructor(private readonly masks: DocumentMasks) {
    const { documents, starts, demands } = masks;
    this.byDocument = new Map(
      Array.from(documents, (document, at) => [document, demands.subarray(starts[at], starts[at + 1])]),
    );
  }

  /** @returns the demands that must not see the document */
  of(document: number): Uint16Array {
    return this.byDocument.get(document) ?? nobody;
  }

  /** @returns the first document with a mask from one on, which is behind the last that was asked for */
  nextFrom(document: number): number {
    const { documents } = this.masks;
    while (this.at < documents.length && documents[this.at]! < document) this.at += 1;
    return documents[this.at] ?? Infinity;
  }
}
