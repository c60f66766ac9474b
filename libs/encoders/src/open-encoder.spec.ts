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
  it('takes the table unless an endpoint is set up, and says nothing', () => {
    expect(openEncoder({}, table, warn)).toBe(table);
    expect(openEncoder({ EMBEDDING_MODEL: 'bge-m3', EMBEDDING_DIMENSIONS: 1_024 }, table, warn)).toBe(table);
    expect(warn).not.toHaveBeenCalled();
  });

  it('takes an endpoint with its model and length', () => {
    const encoder = openEncoder(
      { EMBEDDING_URL: url, EMBEDDING_MODEL: 'bge-m3', EMBEDDING_DIMENSIONS: 1_024 },
      table,
      warn,
    );
    expect(encoder.version).toBe('remote:models.example:bge-m3:1024');
    expect(encoder.dimensions).toBe(1_024);
  });

  it.each([
    { EMBEDDING_URL: url },
    { EMBEDDING_URL: url, EMBEDDING_MODEL: 'bge-m3' },
    { EMBEDDING_URL: url, EMBEDDING_DIMENSIONS: 1_024 },
  ])('refuses half of an endpoint: %p', (settings) => {
    expect(() => openEncoder(settings, table, warn)).toThrow('needs EMBEDDING_MODEL and EMBEDDING_DIMENSIONS');
  });
});
