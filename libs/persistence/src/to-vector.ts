/** @returns the stored numbers of a vector, in memory of their own: rows of a result share theirs, and vectors are kept for long */
export function toVector(numbers: Buffer): Int8Array {
  return Int8Array.from(new Int8Array(numbers.buffer, numbers.byteOffset, numbers.length));
}
