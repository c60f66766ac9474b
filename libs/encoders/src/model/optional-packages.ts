import { createRequire } from 'node:module';
import { findInInstallation } from '@throughtrain/platform/installation';

/* What is used of the packages of `optional/onnx`. They are not there for most, so their own types can not be named. */

export interface Tokenizer {
  encode(text: string, options: { readonly add_special_tokens: boolean }): { readonly ids: readonly number[] };
}

export interface Tensor {
  readonly type: string;
  readonly data: unknown;
  readonly dims: readonly number[];
}

export interface InputMetadata {
  readonly name: string;
  readonly type: string;
  /** A name stands for a length that is free. */
  readonly shape: readonly (number | string)[];
}

export interface InferenceSession {
  readonly inputMetadata: readonly InputMetadata[];
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, Tensor>>, outputs: readonly string[]): Promise<Readonly<Record<string, Tensor>>>;
}

export interface OnnxRuntime {
  readonly Tensor: new (type: string, data: BigInt64Array | Float32Array, dims: readonly number[]) => Tensor;
  readonly InferenceSession: { create(file: string, options: { logSeverityLevel: number }): Promise<InferenceSession> };
}

export interface OptionalPackages {
  readonly onnx: OnnxRuntime;
  readonly Tokenizer: new (tokenizer: unknown, config: unknown) => Tokenizer;
}

/**
 * The runtime and the tokenizers for a model folder.
 * @throws Error that names the command to install them with
 */
export function loadOptionalPackages(): OptionalPackages {
  try {
    const load = createRequire(findInInstallation('optional/onnx/package.json') ?? __filename);
    const { Tokenizer } = load('@huggingface/tokenizers') as Pick<OptionalPackages, 'Tokenizer'>;
    return { onnx: load('onnxruntime-node') as OnnxRuntime, Tokenizer };
  } catch (error) {
    throw new Error('A model folder needs packages that can not be loaded here: npm install --prefix optional/onnx', {
      cause: error,
    });
  }
}
