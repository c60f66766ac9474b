import type { InferenceSession, InputMetadata, OnnxRuntime, Tensor } from './optional-packages';
import { pool, type Pooling } from './pool';

/** Outputs that hold a vector of the text, or one of each token, in the words of the usual exporters. */
const pooledOutput = 'sentence_embedding';
const tokenOutputs = ['last_hidden_state', 'token_embeddings'];

/** A model that turns the tokens of one text into numbers. */
export class OnnxModel {
  private readonly output: string;

  /** @throws Error when the outputs are others than those of an encoder, or need a pooling that nobody told */
  constructor(
    private readonly onnx: OnnxRuntime,
    private readonly session: InferenceSession,
    private readonly pooling: Pooling | undefined,
  ) {
    const { outputNames } = session;
    const output = [pooledOutput, ...tokenOutputs].find((name) => outputNames.includes(name));
    if (output === undefined)
      throw new Error(`it has the outputs ${outputNames.join(', ')} and none of ${tokenOutputs.join(', ')}`);
    if (output !== pooledOutput && pooling === undefined)
      throw new Error('1_Pooling/config.json, which says how the vectors of tokens become one, is missing');
    this.output = output;
  }

  /**
   * One text at a time: padding and the scales of a quantised model would let a vector depend on the texts beside it, and the process
   * answers nobody while the model runs.
   * @returns a vector of whatever length
   * @throws Error when the model can not be run
   */
  async vectorOf(ids: readonly number[]): Promise<Float32Array> {
    const feeds = this.session.inputMetadata.map((input) => [input.name, this.feed(input, ids)] as const);
    const answer = (await this.session.run(Object.fromEntries(feeds), [this.output]))[this.output];
    if (answer?.type !== 'float32') throw new Error(`${this.output} is of ${answer?.type ?? 'nothing'}, not float32`);
    const numbers = answer.data as Float32Array;
    if (this.output === pooledOutput || this.pooling === undefined) return numbers;
    return pool(numbers, answer.dims.at(-1) ?? 0, this.pooling);
  }

  private feed({ name, type, shape }: InputMetadata, ids: readonly number[]): Tensor {
    // A text generator takes what it has read before: nothing.
    if (name.startsWith('past_key_values.') && type === 'float32') return this.empty(shape);
    const number = numberOf[name];
    if (number === undefined || type !== 'int64') throw new Error(`it has the input ${name} of ${type}`);
    return new this.onnx.Tensor('int64', BigInt64Array.from(ids.map(number), BigInt), [1, ids.length]);
  }

  private empty(shape: InputMetadata['shape']): Tensor {
    const dims = shape.map((length, axis) => (typeof length === 'number' ? length : axis === 0 ? 1 : 0));
    return new this.onnx.Tensor('float32', new Float32Array(0), dims);
  }
}

/** What an input says of a token. */
const numberOf: Readonly<Record<string, (id: number, position: number) => number>> = {
  input_ids: (id) => id,
  attention_mask: () => 1,
  token_type_ids: () => 0,
  position_ids: (_, position) => position,
};
