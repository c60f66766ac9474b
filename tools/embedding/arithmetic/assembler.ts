/** A few instructions of WebAssembly with 128-bit vectors, enough for the loops of this folder. */
export type Code = readonly number[];

const unsigned = (value: number): number[] => {
  const bytes: number[] = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
};
/** Small non-negative constants only: they need no sign extension beyond their seventh bit. */
const constant = (value: number): number[] => (value < 64 ? [value] : [(value & 0x7f) | 0x80, value >> 7]);
const vector = (opcode: number, ...rest: number[]): Code => [0xfd, ...unsigned(opcode), ...rest];

export const types = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
export type ValueType = keyof typeof types;

export const get = (local: number): Code => [0x20, local];
export const set = (local: number, ...value: Code[]): Code => [...value.flat(), 0x21, local];
export const int = (value: number): Code => [0x41, ...constant(value)];
export const add = (left: Code, right: Code): Code => [...left, ...right, 0x6a];
export const multiply = (left: Code, right: Code): Code => [...left, ...right, 0x6c];
export const addFloat = (left: Code, right: Code): Code => [...left, ...right, 0x92];
export const load = (address: Code, offset = 0): Code => [...address, ...vector(0x00, 4, offset)];
export const loadSplat = (address: Code): Code => [...address, ...vector(0x09, 2, 0)];
export const store = (address: Code, value: Code): Code => [...address, ...value, ...vector(0x0b, 4, 0)];
export const splat = (value: Code): Code => [...value, ...vector(0x13)];
export const lane = (value: Code, index: number): Code => [...value, ...vector(0x1f, index)];
export const addVectors = (left: Code, right: Code): Code => [...left, ...right, ...vector(0xe4)];
export const multiplyVectors = (left: Code, right: Code): Code => [...left, ...right, ...vector(0xe6)];
export const zeroVector: Code = vector(0x0c, ...new Array<number>(16).fill(0));

/** Runs a body, adds a step to a local, and repeats while the local is below a limit. */
export const repeat = (local: number, step: number, limit: Code, ...body: Code[]): Code => [
  ...[0x03, 0x40],
  ...body.flat(),
  ...set(local, add(get(local), int(step))),
  ...[...get(local), ...limit, 0x49],
  ...[0x0d, 0x00, 0x0b],
];

export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly result?: ValueType;
  readonly body: readonly Code[];
}

/** @returns the bytes of a module that imports the memory `env.memory` and exports the functions by name */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
  const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
  const section = (id: number, content: Code): Code => [id, ...sized(content)];
  const text = (value: string): Code => sized([...Buffer.from(value)]);
  const kinds = (of: readonly ValueType[]): Code => list(of.map((type) => [types[type]]));
  const signatures = functions.map(({ parameters, result }) => [
    0x60,
    ...kinds(parameters),
    ...kinds(result ? [result] : []),
  ]);
  const bodies = functions.map(({ locals, body }) =>
    sized([...list(locals.map((type) => [1, types[type]])), ...body.flat(), 0x0b]),
  );
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, list(signatures)),
    ...section(2, list([[...text('env'), ...text('memory'), 0x02, 0x00, 0x01]])),
    ...section(3, list(functions.map((_, index) => unsigned(index)))),
    ...section(7, list(functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]))),
    ...section(10, list(bodies)),
  ]);
}
