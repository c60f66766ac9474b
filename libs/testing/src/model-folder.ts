import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onnxFile, type OnnxGraph } from './onnx-file';

/** What a folder has instead of the usual; undefined leaves a file out. */
export interface ModelFolderParts {
  readonly graph?: Partial<OnnxGraph>;
  readonly files?: Readonly<Record<string, object | string | Uint8Array | undefined>>;
}

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '电', '池', 'unforeseen'];
const tokens = { type: 'int64', shape: ['batch', 'length'] } as const;
/** Vectors of the tokens, but for the last: a text that has it can not be encoded. */
const rows = [
  [0, 0],
  [0, 0],
  [0, 1],
  [-1, 0],
  [4, 0],
  [0, 3],
];
const graph: OnnxGraph = {
  inputs: { input_ids: tokens, attention_mask: tokens, token_type_ids: tokens },
  outputs: { last_hidden_state: { type: 'float32', shape: ['batch', 'length', 2] } },
  constants: { rows: { type: 'float32', shape: [rows.length, 2], values: rows.flat() } },
  nodes: [['Gather', ['rows', 'input_ids'], ['last_hidden_state']]],
};

const special = (name: string) => ({ SpecialToken: { id: name, type_id: 0 } });
const tokenizer = {
  version: '1.0',
  added_tokens: vocabulary.slice(0, 4).map((content, id) => ({ id, content, special: true, normalized: false })),
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [special('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, special('[SEP]')],
    pair: [],
    special_tokens: {},
  },
  decoder: { type: 'WordPiece', prefix: '##' },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
  },
};

/**
 * Makes a model of four words: [CLS] (0, 1), 电 (4, 0), 池 (0, 3), [SEP] (-1, 0). The vector of a text is the mean of those of its tokens.
 * @returns the folder
 */
export async function writeModelFolder(folder: string, parts: ModelFolderParts = {}): Promise<string> {
  const files: ModelFolderParts['files'] = {
    'config.json': { model_type: 'bert', max_position_embeddings: 512 },
    'tokenizer.json': tokenizer,
    'tokenizer_config.json': { model_max_length: 512 },
    '1_Pooling/config.json': { pooling_mode_cls_token: false, pooling_mode_mean_tokens: true },
    'onnx/model.onnx': onnxFile({ ...graph, ...parts.graph }),
    ...parts.files,
  };
  for (const [name, content] of Object.entries(files)) {
    if (content === undefined) continue;
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(
      file,
      content instanceof Uint8Array || typeof content === 'string' ? content : JSON.stringify(content),
    );
  }
  return folder;
}
