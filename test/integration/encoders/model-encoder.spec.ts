import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelEncoder, openEncoder, openShippedTable } from '@throughtrain/encoders';
import { writeModelFolder, type ModelFolderParts } from '@throughtrain/testing';
import type { EncoderInput } from '@throughtrain/text';

const packages = join(__dirname, '../../../optional/onnx/node_modules/onnxruntime-node');
const [describeWithPackages, missing] = existsSync(packages)
  ? [describe, '']
  : [describe.skip, ' (its packages are not installed: npm install --prefix optional/onnx)'];

const input = (title: string): EncoderInput => ({ purpose: 'document', texts: { title, keywords: '', body: '' } });
const tokens = { type: 'int64', shape: ['batch', 'length'] } as const;

describeWithPackages(`ModelEncoder${missing}`, () => {
  const folders: string[] = [];
  const arrays = Float32Array;
  beforeAll(() => {
    // Native code makes arrays of the world outside of Jest's, which the runtime takes for something else.
    globalThis.Float32Array = structuredClone(new Float32Array(0)).constructor as Float32ArrayConstructor;
  });
  afterAll(async () => {
    globalThis.Float32Array = arrays;
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
  });

  async function folderOf(parts: ModelFolderParts = {}): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'throughtrain-model-'));
    folders.push(folder);
    return writeModelFolder(join(folder, 'toy'), parts);
  }
  const open = async (parts: ModelFolderParts = {}) => ModelEncoder.open(await folderOf(parts));
  const pooledBy = (mode: string) => ({ '1_Pooling/config.json': { [`pooling_mode_${mode}`]: true } });

  /** The vectors, to two decimals; their length is 1. */
  async function vectors(parts: ModelFolderParts, ...inputs: readonly EncoderInput[]) {
    const found = await (await open(parts)).encode(inputs);
    return found.map((vector) => vector && [...vector].map((value) => Math.round(value * 100) / 100));
  }

  it('gives the mean of the tokens at length 1, in the order of the inputs, and nothing for an empty text', async () => {
    // [CLS] (0, 1) + 电 (4, 0) + 池 (0, 3) + [SEP] (-1, 0) = (3, 4) / 5; without 池 (3, 1) / √10.
    await expect(vectors({}, input('电池'), input(''), input('电'))).resolves.toEqual([
      [0.6, 0.8],
      undefined,
      [0.95, 0.32],
    ]);
  });

  it.each([
    ['the first token where the folder says so', { files: pooledBy('cls_token') }, [0, 1]],
    ['the last token where the folder says so', { files: pooledBy('lasttoken') }, [-1, 0]],
    [
      'the last token of a Qwen that says nothing',
      { files: { '1_Pooling/config.json': undefined, 'config.json': { model_type: 'qwen3' } } },
      [-1, 0],
    ],
    [
      'what the model has pooled itself',
      {
        files: pooledBy('cls_token'),
        graph: {
          outputs: { sentence_embedding: { type: 'float32', shape: ['batch', 1, 2] } },
          constants: {
            rows: { type: 'float32', shape: [6, 2], values: [0, 0, 0, 0, 0, 1, -1, 0, 4, 0, 0, 3] },
            axis: { type: 'int64', shape: [1], values: [1] },
          },
          nodes: [
            ['Gather', ['rows', 'input_ids'], ['tokens']],
            ['ReduceSum', ['tokens', 'axis'], ['sentence_embedding']],
          ],
        },
      },
      [0.6, 0.8],
    ],
  ] satisfies [string, ModelFolderParts, number[]][])('takes %s', async (_, parts, vector) => {
    await expect(vectors(parts, input('电池'))).resolves.toEqual([vector]);
  });

  it('tells a generator of texts where tokens stand, and that nothing was before', async () => {
    const past = { type: 'float32', shape: ['batch', 2, 'past', 3] } as const;
    const graph: ModelFolderParts['graph'] = {
      inputs: { input_ids: tokens, position_ids: tokens, 'past_key_values.0.key': past },
      constants: { places: { type: 'float32', shape: [6, 2], values: [1, 0, 1, 0, 1, 0, 3, 4, 1, 0, 1, 0] } },
      nodes: [
        ['ReduceSum', ['past_key_values.0.key'], ['before']],
        ['Gather', ['places', 'position_ids'], ['placed']],
        ['Add', ['placed', 'before'], ['last_hidden_state']],
      ],
    };
    await expect(vectors({ graph, files: pooledBy('lasttoken') }, input('电池'))).resolves.toEqual([[0.6, 0.8]]);
  });

  it('cuts a text at the longest that the model takes and leaves what stands around it', async () => {
    // 6 × (4, 0) + (0, 1) - (1, 0) = (23, 1) / √530.
    const files = { 'sentence_bert_config.json': { max_seq_length: 8 } };
    await expect(vectors({ files }, input(`${'电'.repeat(6)}${'池'.repeat(20)}`))).resolves.toEqual([[1, 0.04]]);
  });

  it('sets the prompts of the folder before queries and documents', async () => {
    const files = { 'config_sentence_transformers.json': { prompts: { query: '池', document: '' } } };
    await expect(vectors({ files }, { ...input('电'), purpose: 'query' }, input('电'))).resolves.toEqual([
      [0.6, 0.8],
      [0.95, 0.32],
    ]);
  });

  it('sets another prefix before queries in place of that of the folder, in a version of its own', async () => {
    const folder = await folderOf({ files: { 'config_sentence_transformers.json': { prompts: { query: '电' } } } });
    const [own, prefixed] = [await ModelEncoder.open(folder), await ModelEncoder.open(folder, '池')];
    const [query, document] = await prefixed.encode([{ ...input('电'), purpose: 'query' }, input('电')]);
    expect([...query!].map((value) => Math.round(value * 100) / 100)).toEqual([0.6, 0.8]);
    expect(document![0]).toBeCloseTo(0.95, 2);
    expect(prefixed.version).not.toBe(own.version);
    const { version } = await openEncoder(
      { EMBEDDING_MODEL_DIR: folder, EMBEDDING_QUERY_PREFIX: '池' },
      await openShippedTable(),
      () => undefined,
    );
    expect(version).toBe(prefixed.version);
  });

  it('has another version for another content, and the same for the same', async () => {
    const { version, dimensions } = await open();
    expect(version).toMatch(/^model:toy:[0-9a-f]{12}$/);
    expect(dimensions).toBe(2);
    expect((await open()).version).toBe(version);
    const others = await Promise.all(
      [
        { files: pooledBy('cls_token') },
        { files: { 'onnx/model.onnx_data': 'weights' } },
        { graph: { constants: { rows: { type: 'float32', shape: [6, 2], values: Array<number>(12).fill(1) } } } },
      ].map((parts) => open(parts as ModelFolderParts)),
    );
    expect(new Set([version, ...others.map((other) => other.version)]).size).toBe(4);
  });

  it('is unavailable for a text that the model fails at', async () => {
    const encoder = await open();
    await expect(encoder.encode([input('unforeseen')])).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'encoder.unavailable',
      details: { model: encoder.version },
    });
  });

  it.each([
    ['no model', { 'onnx/model.onnx': undefined }, /toy holds none of onnx\/model.onnx/],
    ['a broken model', { 'onnx/model.onnx': 'no protobuf' }, /onnx\/model.onnx can not be used/],
    ['no configuration', { 'config.json': undefined }, /config.json is missing/],
    ['a broken configuration', { 'config.json': '{' }, /config.json can not be used/],
    ['no tokenizer', { 'tokenizer.json': undefined }, /tokenizer.json is missing/],
    [
      'a strange tokenizer',
      { 'tokenizer.json': { model: {} } },
      /tokenizer.json can not be used: Tokenizer must contain/,
    ],
    ['no pooling', { '1_Pooling/config.json': undefined }, /1_Pooling\/config.json, which says/],
    ['a strange pooling', pooledBy('max_tokens'), /1_Pooling\/config.json asks for pooling_mode_max_tokens/],
    [
      'further layers',
      { 'modules.json': [{ type: 'sentence_transformers.models.Dense', path: '2_Dense' }] },
      /modules.json asks for sentence_transformers.models.Dense/,
    ],
  ])('refuses a folder with %s and names the file', async (_, files, message) => {
    await expect(open({ files })).rejects.toThrow(message);
  });

  it.each([
    ['input', { inputs: { input_ids: tokens, task_id: tokens } }, 'it has the input task_id of int64'],
    [
      'output',
      {
        outputs: { logits: { type: 'float32', shape: ['batch', 'length', 2] } },
        nodes: [['Gather', ['rows', 'input_ids'], ['logits']]],
      },
      'it has the outputs logits',
    ],
  ] satisfies [string, ModelFolderParts['graph'], string][])(
    'refuses a model with an unknown %s',
    async (_, graph, message) => {
      await expect(open({ graph })).rejects.toThrow(message);
    },
  );

  it('refuses a model that answers without numbers', async () => {
    const rows = { type: 'float32', shape: [6, 2], values: Array<number>(12).fill(NaN) } as const;
    await expect(open({ graph: { constants: { rows } } })).rejects.toThrow('model.onnx can not be used: its vectors');
  });

  it('is opened by its setting, unless another length is asked for', async () => {
    const folder = await folderOf();
    const opened = (dimensions?: number) =>
      openShippedTable().then((table) =>
        openEncoder({ EMBEDDING_MODEL_DIR: folder, EMBEDDING_DIMENSIONS: dimensions }, table, jest.fn()),
      );
    await expect(opened(2)).resolves.toBeInstanceOf(ModelEncoder);
    await expect(opened(1_024)).rejects.toThrow(`EMBEDDING_DIMENSIONS is 1024, but the vectors of ${folder} have 2`);
  });

  it('refuses a folder that is not there', async () => {
    await expect(ModelEncoder.open('/nowhere/bge')).rejects.toThrow('/nowhere/bge is no folder');
  });
});
