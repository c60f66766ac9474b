/** Instructions of WebAssembly as bytes, and modules made of them: https://webassembly.github.io/spec/core/binary/. */

export const [i32, f32, f64, v128] = [0x7f, 0x7d, 0x7c, 0x7b] as const;
const emptyBlock = 0x40;
/** Vector instructions have a prefix before their number. */
const vector = (number: number): readonly number[] => [0xfd, ...unsigned(number)];

const end = 0x0b;
export const localGet = (local: number): number[] => [0x20, local];
export const localSet = (local: number): number[] => [0x21, local];
export const constant = (value: number): number[] => [0x41, ...signed(value)];
export const add = [0x6a] as const;
export const subtract = [0x6b] as const;
export const multiply = [0x6c] as const;
export const divide = [0x6e] as const;
export const isLess = [0x49] as const;
export const or = [0x72] as const;
export const localTee = (local: number): number[] => [0x22, local];
export const branch = (depth: number): number[] => [0x0c, depth];
export const branchIf = (depth: number): number[] => [0x0d, depth];
export const loop = (...body: readonly (readonly number[])[]): number[] => [0x03, emptyBlock, ...body.flat(), end];
export const when = (...body: readonly (readonly number[])[]): number[] => [0x04, emptyBlock, ...body.flat(), end];
export const otherwise = [0x05] as const;
export const storeInteger = (offset: number): number[] => [0x36, 2, ...unsigned(offset)];
export const loadInteger = (offset: number): number[] => [0x28, 2, ...unsigned(offset)];
/** An integer of two bytes. */
export const loadShort = (offset: number): number[] => [0x2f, 1, ...unsigned(offset)];
export const and = [0x71] as const;
export const isEqual = [0x46] as const;
export const countBits = [0x69] as const;
/** The first of two integers without the bits of the second. */
export const withoutBits = [...constant(-1), 0x73, 0x71] as const;
export const shiftLeftBy = [0x74] as const;
export const shiftRightBy = [0x76] as const;
export const shiftLeft = (by: number): number[] => [...constant(by), 0x74];
export const shiftRight = (by: number): number[] => [...constant(by), 0x76];
/** Multiplies by a power of two. */
export const times = (power: number): number[] => shiftLeft(Math.log2(power));
/** Fills memory: of an address, a byte and a number of bytes. */
export const fill = [0xfc, 0x0b, 0x00] as const;

/** Floats of 64 bits. */
export const double = (value: number): number[] => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)];
export const loadDouble = (offset: number): number[] => [0x2b, 3, ...unsigned(offset)];
export const storeDouble = (offset: number): number[] => [0x39, 3, ...unsigned(offset)];
export const addDouble = [0xa0] as const;
export const multiplyDouble = [0xa2] as const;
export const divideDouble = [0xa3] as const;
export const toDouble = [0xb8] as const;

const access = (number: number, offset: number): number[] => [0xfd, number, 0, ...unsigned(offset)];
export const load = (offset: number): number[] => access(0x00, offset);
export const store = (offset: number): number[] => access(0x0b, offset);
/** Loads eight bytes as eight 16-bit numbers. */
export const loadBytes = (offset: number): number[] => access(0x01, offset);
export const zeros: readonly number[] = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
/** A number in four lanes. */
export const floats = (value: number): number[] => [
  ...[0xfd, 0x0c],
  ...new Uint8Array(new Float32Array(4).fill(value).buffer),
];
/** @param lanes of 32 bits, 0 to 3 of the first operand, 4 to 7 of the second */
export const shuffle = (...lanes: readonly number[]): number[] => [
  ...[0xfd, 0x0d],
  ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
];
/** One bit a lane of 32 bits. */
export const laneBits = vector(0xa4);
/** Of four 32-bit numbers. */
export const addLanes = vector(0xae);
/** Products of eight 16-bit numbers, added in pairs to four of 32 bits. */
export const dotLanes = vector(0xba);

/** The same number in four lanes of 32 bits; the floats of what follows lie in these. */
export const splat = vector(0x13);
export const isAtLeast = vector(0x46);
export const addFloats = vector(0xe4);
export const subtractFloats = vector(0xe5);
export const multiplyFloats = vector(0xe6);
/** The larger of two; the first where they are equal. */
export const larger = vector(0xeb);
/** Integers of 32 bits as floats. */
export const toFloats = vector(0xfa);
/** Two floats of 64 bits as the first two of 32. */
export const halved = vector(0x5e);

/** Two lanes of 64 bits. */
export const inBoth = vector(0x14);
export const laneOf = (lane: number): number[] => [...vector(0x21), lane];
export const withLane = (lane: number): number[] => [...vector(0x22), lane];
export const addDoubles = vector(0xf0);
export const multiplyDoubles = vector(0xf2);
export const divideDoubles = vector(0xf3);
/** Loads two integers of 32 bits as two floats of 64. */
export const loadAsDoubles = (offset: number): number[] => [...access(0x5d, offset), ...vector(0xff)];

export const move = (from: number, to: number): number[] => [...localGet(from), ...localSet(to)];
export const advance = (local: number, by: number): number[] => [
  ...[...localGet(local), ...constant(by)],
  ...[...add, ...localSet(local)],
];

/** @param imported its number among the imports */
export const call = (imported: number): number[] => [0x10, imported];
export const loadFloat = (offset: number): number[] => [0x2a, 2, ...unsigned(offset)];
export const addFloat = [0x92] as const;
export const isFloatAtLeast = [0x60] as const;
export const isOther = [0x47] as const;
export const giveBack = [0x0f] as const;

/** A function that another kernel exports. */
export interface ImportedFunction {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly results: readonly number[];
}

/** A function over an imported memory. */
export interface KernelFunction {
  /** They have numbers from 0 in their order. */
  readonly imports?: readonly ImportedFunction[];
  readonly name: string;
  readonly parameters: readonly number[];
  readonly results: readonly number[];
  /** Behind the parameters: how many of which type. */
  readonly locals: readonly (readonly [count: number, type: number])[];
  readonly body: readonly number[];
}

/** @returns a module that imports `env.memory` and the functions it calls from `env`, and exports the function */
export function assemble({ name, imports = [], parameters, results, locals, body }: KernelFunction) {
  const text = (written: string): number[] => [written.length, ...Buffer.from(written)];
  const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];
  const code = [locals.length, ...locals.flatMap(([count, type]) => [...unsigned(count), type]), ...body, end];
  const types = [...imports, { parameters, results }].map((type) => [
    ...[0x60, type.parameters.length, ...type.parameters],
    ...[type.results.length, ...type.results],
  ]);
  const imported = imports.map((one, type) => [...text('env'), ...text(one.name), 0x00, type]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [types.length, ...types.flat()]),
    ...section(2, [1 + imported.length, ...text('env'), ...text('memory'), 0x02, 0x00, 0x01, ...imported.flat()]),
    ...section(3, [1, imports.length]),
    ...section(7, [1, ...text(name), 0x00, imports.length]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

/** LEB128, as the format writes numbers. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

/** LEB128 of a number of 32 bits that is read with a sign, -1 or positive. */
function signed(value: number): number[] {
  if (value === -1) return [0x7f];
  const bytes = unsigned(value);
  const last = bytes.at(-1) ?? 0;
  return last < 0x40 ? bytes : [...bytes.slice(0, -1), last | 0x80, 0];
}
