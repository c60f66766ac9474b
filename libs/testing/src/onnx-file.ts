/** A tensor that stands in a model, or one that goes in or comes out: then a name stands for a length that is free. */
export interface OnnxTensor {
  readonly type: 'float32' | 'int64';
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly inputs: Readonly<Record<string, OnnxTensor>>;
  readonly outputs: Readonly<Record<string, OnnxTensor>>;
  readonly constants: Readonly<Record<string, OnnxTensor & { readonly values: readonly number[] }>>;
  /** Operator, names that go in, names that come out; the operators are those of version 13 of ONNX. */
  readonly nodes: readonly (readonly [string, readonly string[], readonly string[]])[];
}

type Bytes = readonly number[];

/**
 * Writes a model of a few operators by hand.
 * @returns the bytes of a ModelProto
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto for the numbers of the fields
 */
export function onnxFile({ inputs, outputs, constants, nodes }: OnnxGraph): Uint8Array {
  const graph = [
    ...nodes.flatMap(([operator, from, to]) =>
      part(1, [...from.flatMap((name) => text(1, name)), ...to.flatMap((name) => text(2, name)), ...text(4, operator)]),
    ),
    ...text(2, 'graph'),
    ...Object.entries(constants).flatMap(([name, tensor]) =>
      part(5, [
        ...tensor.shape.flatMap((length) => whole(1, Number(length))),
        ...whole(2, elementTypes[tensor.type]),
        ...text(8, name),
        ...part(9, rawValues(tensor)),
      ]),
    ),
    ...Object.entries(inputs).flatMap(([name, tensor]) => part(11, declared(name, tensor))),
    ...Object.entries(outputs).flatMap(([name, tensor]) => part(12, declared(name, tensor))),
  ];
  const formatVersion = 8;
  const operatorsVersion = 13;
  return Uint8Array.from([...whole(1, formatVersion), ...part(7, graph), ...part(8, whole(2, operatorsVersion))]);
}

const elementTypes = { float32: 1, int64: 7 };

function declared(name: string, { type, shape }: OnnxTensor): Bytes {
  const lengths = shape.flatMap((length) => part(1, typeof length === 'number' ? whole(1, length) : text(2, length)));
  return [...text(1, name), ...part(2, part(1, [...whole(1, elementTypes[type]), ...part(2, lengths)]))];
}

function rawValues({ type, values }: OnnxGraph['constants'][string]): Bytes {
  const array = type === 'float32' ? Float32Array.from(values) : BigInt64Array.from(values, BigInt);
  return [...new Uint8Array(array.buffer)];
}

const whole = (field: number, value: number): Bytes => [field * 8, ...varint(value)];
const part = (field: number, content: Bytes): Bytes => [field * 8 + 2, ...varint(content.length), ...content];
const text = (field: number, content: string): Bytes => part(field, [...Buffer.from(content)]);

function varint(value: number): Bytes {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
