type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** @returns the numbers, with room for that many: as they are, or copied into twice the room */
export function withRoom<Kind extends Numbers>(numbers: Kind, length: number): Kind {
  if (length <= numbers.length) return numbers;
  const larger = new (numbers.constructor as new (length: number) => Kind)(Math.max(length, numbers.length * 2));
  larger.set(numbers);
  return larger;
}
