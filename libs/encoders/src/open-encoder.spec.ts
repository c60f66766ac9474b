import { analyserVersion } from '@throughtrain/text';
import { openEncoder } from './open-encoder';
import { StaticTableEncoder } from './static-table-encoder';

const table = new StaticTableEncoder(
  {
    name: 'toy',
    analyserVersion,
    dimensions: 2,
    terms: [],
    documentCounts: new Uint32Array(0),
    scales: new Float32Array(0),
    rows: new Int8Array(0),
  },
  '0'.repeat(64),
);
const warn = jest.fn();
const url = 'https://models.example/v1/embeddings';

describe('openEncoder', () => {
  it('takes the table unless something else is set up, and says nothing', async () => {
    await expect(openEncoder({}, table, warn)).resolves.toBe(table);
    const half = { EMBEDDING_MODEL: 'bge-m3', EMBEDDING_DIMENSIONS: 1_024 };
    await expect(openEncoder(half, table, warn)).resolves.toBe(table);
    expect(warn).not.toHaveBeenCalled();
  });

  it('takes an endpoint with its model and length', async () => {
    const encoder = await openEncoder(
      { EMBEDDING_URL: url, EMBEDDING_MODEL: 'bge-m3', EMBEDDING_DIMENSIONS: 1_024 },
      table,
      warn,
    );
    expect(encoder.version).toBe('remote:models.example:bge-m3:1024');
    expect(encoder.dimensions).toBe(1_024);
  });

  it('gives an endpoint its prefix, of which the version tells', async () => {
    const settings = { EMBEDDING_URL: url, EMBEDDING_MODEL: 'bge', EMBEDDING_DIMENSIONS: 512 };
    const encoder = await openEncoder({ ...settings, EMBEDDING_QUERY_PREFIX: 'query: ' }, table, warn);
    expect(encoder.version).toMatch(/^remote:models\.example:bge:512:query-[0-9a-f]{8}$/);
  });

  it.each([
    { EMBEDDING_URL: url },
    { EMBEDDING_URL: url, EMBEDDING_MODEL: 'bge-m3' },
    { EMBEDDING_URL: url, EMBEDDING_DIMENSIONS: 1_024 },
  ])('refuses half of an endpoint: %p', async (settings) => {
    await expect(openEncoder(settings, table, warn)).rejects.toThrow('needs EMBEDDING_MODEL and EMBEDDING_DIMENSIONS');
  });

  it('refuses two places at once', async () => {
    const settings = { EMBEDDING_MODEL_DIR: 'models/bge', EMBEDDING_URL: url };
    await expect(openEncoder(settings, table, warn)).rejects.toThrow('EMBEDDING_MODEL_DIR and EMBEDDING_URL');
  });
});
