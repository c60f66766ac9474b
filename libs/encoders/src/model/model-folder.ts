import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Prompts } from '../joined-text';
import type { Pooling } from './pool';

/** A folder as it is published for Sentence Transformers, with the model in the form of ONNX. */
export interface ModelFolder {
  readonly name: string;
  readonly modelFile: string;
  readonly tokenizerFile: string;
  readonly tokenizer: unknown;
  readonly tokenizerConfig: unknown;
  /** undefined when the folder does not tell. */
  readonly pooling: Pooling | undefined;
  /** Tokens of the longest text, those that stand around it counted. */
  readonly tokenLimit: number;
  /** Set before a text. */
  readonly prompts: Prompts;
  /** Of all content that has a part in a vector. */
  readonly sha256: string;
}

const modelFiles = ['onnx/model.onnx', 'onnx/model_quantized.onnx', 'model.onnx', 'model_quantized.onnx'];
/** The work for a text grows with the square of its length, and few projects say more. */
const longestText = 2_048;

const length = z.number().min(8).optional();
const schemas = {
  'config.json': z.looseObject({ model_type: z.string().optional(), max_position_embeddings: length }),
  'tokenizer.json': z.looseObject({ model: z.looseObject({}) }),
  'tokenizer_config.json': z.looseObject({ model_max_length: length }),
  'sentence_bert_config.json': z.looseObject({ max_seq_length: length.nullable() }),
  'config_sentence_transformers.json': z.looseObject({
    prompts: z
      .looseObject({ query: z.string().optional(), document: z.string().optional(), passage: z.string().optional() })
      .optional(),
  }),
  'modules.json': z.array(z.looseObject({ type: z.string(), path: z.string() })),
  '1_Pooling/config.json': z.record(z.string(), z.unknown()),
};
type Name = keyof typeof schemas;
type Content<N extends Name> = z.infer<(typeof schemas)[N]>;

/**
 * Reads all of a folder but the model itself.
 * @throws Error that names the file when one is missing, is broken, or asks for what is not done here
 */
export async function readModelFolder(path: string): Promise<ModelFolder> {
  const folder = resolve(path);
  if (!(await isFolder(folder))) throw new Error(`${folder} is no folder`);
  const modelFile = modelFiles.map((name) => join(folder, name)).find(existsSync);
  if (modelFile === undefined) throw new Error(`${folder} holds none of ${modelFiles.join(', ')}`);
  const config = await required(folder, 'config.json');
  const tokenizer = await required(folder, 'tokenizer.json');
  const tokenizerConfig = await optional(folder, 'tokenizer_config.json');
  const lengths = await optional(folder, 'sentence_bert_config.json');
  const { prompts = {} } = (await optional(folder, 'config_sentence_transformers.json')) ?? {};
  return {
    name: basename(folder),
    modelFile,
    tokenizerFile: join(folder, 'tokenizer.json'),
    tokenizer,
    tokenizerConfig: tokenizerConfig ?? {},
    pooling: (await poolingOf(folder)) ?? (config.model_type?.startsWith('qwen') ? 'last' : undefined),
    tokenLimit: Math.min(
      lengths?.max_seq_length ?? longestText,
      tokenizerConfig?.model_max_length ?? longestText,
      config.max_position_embeddings ?? longestText,
      longestText,
    ),
    prompts: { query: prompts.query ?? '', document: prompts.document ?? prompts.passage ?? '' },
    sha256: await hashOf(folder, modelFile),
  };
}

/** The steps after the model, where the folder tells them; vectors are brought to length 1 in any case. */
async function poolingOf(folder: string): Promise<Pooling | undefined> {
  const modules = (await optional(folder, 'modules.json')) ?? [];
  const foreign = modules.find(({ type }) => !/\.(Transformer|Pooling|Normalize)$/.test(type));
  if (foreign) throw new Error(`${join(folder, 'modules.json')} asks for ${foreign.type}, which is not done here`);
  const config = await optional(folder, '1_Pooling/config.json');
  if (config === undefined) return undefined;
  const modes = Object.entries(config)
    .filter(([key, value]) => value === true && key.startsWith('pooling_mode_'))
    .map(([key]) => key);
  const pooling = modes.length === 1 ? poolings[modes[0] ?? ''] : undefined;
  if (pooling) return pooling;
  throw new Error(
    `${join(folder, '1_Pooling/config.json')} asks for ${modes.join(', ') || 'nothing'}, not for one of ${Object.keys(poolings).join(', ')}`,
  );
}

const poolings: Readonly<Record<string, Pooling>> = {
  pooling_mode_cls_token: 'cls',
  pooling_mode_lasttoken: 'last',
  pooling_mode_mean_tokens: 'mean',
};

async function required<N extends Name>(folder: string, name: N): Promise<Content<N>> {
  const content = await optional(folder, name);
  if (content === undefined) throw new Error(`${join(folder, name)} is missing`);
  return content;
}

async function optional<N extends Name>(folder: string, name: N): Promise<Content<N> | undefined> {
  const file = join(folder, name);
  if (!existsSync(file)) return undefined;
  try {
    return schemas[name].parse(JSON.parse(await readFile(file, 'utf8'))) as Content<N>;
  } catch (error) {
    throw new Error(`${file} can not be used`, { cause: error });
  }
}

/** Weights of large models stand in files of their own beside the model: model.onnx_data. */
async function hashOf(folder: string, modelFile: string): Promise<string> {
  const beside = dirname(modelFile);
  const parts = (await readdir(beside)).filter((name) => name.startsWith(basename(modelFile))).sort();
  const settings = Object.keys(schemas).map((name) => join(folder, name));
  const hash = createHash('sha256').update(`tokens ${longestText}`);
  for (const file of [...settings, ...parts.map((name) => join(beside, name))].filter(existsSync)) {
    hash.update(`\n${basename(file)} ${(await stat(file)).size}\n`);
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

async function isFolder(path: string): Promise<boolean> {
  return existsSync(path) && (await stat(path)).isDirectory();
}
