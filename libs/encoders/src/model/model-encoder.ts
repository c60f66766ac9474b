import { DomainError } from '@throughtrain/domain';
import { Encoder, type EncoderInput } from '@throughtrain/text';
import { normalised, promptedText, versionOfPrompt } from '../joined-text';
import { cutTokens } from './cut-tokens';
import { readModelFolder, type ModelFolder } from './model-folder';
import { OnnxModel } from './onnx-model';
import { loadOptionalPackages, type OptionalPackages, type Tokenizer } from './optional-packages';

/** Of the runtime's own log; what goes wrong is thrown, too. */
const fatalOnly = 4;

/** A model in a local folder, such as one of the families bge and Qwen. Nothing is fetched and nothing leaves the machine. */
export class ModelEncoder extends Encoder {
  readonly version: string;

  private constructor(
    private readonly folder: ModelFolder,
    private readonly tokenizer: Tokenizer,
    private readonly model: OnnxModel,
    readonly dimensions: number,
  ) {
    super();
    this.version = `model:${folder.name}:${folder.sha256.slice(0, 12)}${versionOfPrompt(folder.prompts.query)}`;
  }

  /**
   * Reads the folder and tries the model.
   * @param queryPrefix set before demands and briefs in place of what the folder says
   * @throws Error when the optional packages are missing, or a file of the folder is, or can not be used
   */
  static async open(path: string, queryPrefix?: string): Promise<ModelEncoder> {
    const packages = loadOptionalPackages();
    const read = await readModelFolder(path);
    const folder = { ...read, prompts: { ...read.prompts, query: queryPrefix ?? read.prompts.query } };
    const tokenizer = openTokenizer(packages, folder);
    try {
      const model = await openModel(packages, folder);
      const sample = normalised(await model.vectorOf(tokensOf('石墨烯 graphene', tokenizer, folder.tokenLimit)));
      if (sample === undefined) throw new Error('its vectors are zero or hold what is no number');
      return new ModelEncoder(folder, tokenizer, model, sample.length);
    } catch (error) {
      throw unusable(folder.modelFile, error);
    }
  }

  async encode(inputs: readonly EncoderInput[]): Promise<(Float32Array | undefined)[]> {
    const vectors: (Float32Array | undefined)[] = [];
    for (const input of inputs) vectors.push(await this.vectorOf(input));
    return vectors;
  }

  private async vectorOf(input: EncoderInput): Promise<Float32Array | undefined> {
    const { prompts, tokenLimit } = this.folder;
    const text = promptedText(input, prompts);
    if (text === '') return undefined;
    try {
      const tokens = tokensOf(text, this.tokenizer, tokenLimit);
      return normalised(await this.model.vectorOf(tokens));
    } catch (error) {
      throw new DomainError('unavailable', 'encoder.unavailable', { model: this.version, reason: messageOf(error) });
    }
  }
}

function openTokenizer({ Tokenizer: TokenizerOf }: OptionalPackages, folder: ModelFolder): Tokenizer {
  try {
    return new TokenizerOf(folder.tokenizer, folder.tokenizerConfig);
  } catch (error) {
    throw unusable(folder.tokenizerFile, error);
  }
}

async function openModel({ onnx }: OptionalPackages, folder: ModelFolder): Promise<OnnxModel> {
  const session = await onnx.InferenceSession.create(folder.modelFile, { logSeverityLevel: fatalOnly });
  return new OnnxModel(onnx, session, folder.pooling);
}

function tokensOf(text: string, tokenizer: Tokenizer, limit: number): readonly number[] {
  const whole = tokenizer.encode(text, { add_special_tokens: true }).ids;
  if (whole.length <= limit) return whole;
  return cutTokens(whole, tokenizer.encode(text, { add_special_tokens: false }).ids, limit);
}

function unusable(file: string, error: unknown): Error {
  return new Error(`${file} can not be used: ${messageOf(error)}`, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
