interface SharedArrays<Numbers> {
  new (buffer: SharedArrayBuffer): Numbers;
  readonly BYTES_PER_ELEMENT: number;
}

/** @returns zeros in memory that threads share */
export const shared = <Numbers>(Kind: SharedArrays<Numbers>, length: number): Numbers =>
  new Kind(new SharedArrayBuffer(length * Kind.BYTES_PER_ELEMENT));
