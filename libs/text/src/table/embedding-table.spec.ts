import fc from 'fast-check';
import { formatEmbeddingTable, parseEmbeddingTable, quantiseRows, type EmbeddingTable } from './embedding-table';

const table: EmbeddingTable = {
  name: 'toy-1',
  analyserVersion: 'words-2',
  dimensions: 2,
  terms: ['sbatteri', 'w电池', 'w𫓧'],
  documentCounts: Uint32Array.of(20, 15, 7),
  scales: Float32Array.of(0.5, 0.25, 0),
  rows: Int8Array.of(127, -3, 100, 7, 0, 0),
};

describe('parseEmbeddingTable', () => {
  it('reads what was written', () => {
    const { table: read, sha256 } = parseEmbeddingTable(formatEmbeddingTable(table));
    expect(read).toEqual(table);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('reads from the middle of a larger buffer', () => {
    const bytes = formatEmbeddingTable(table);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(parseEmbeddingTable(shifted.subarray(3)).table).toEqual(table);
    expect(parseEmbeddingTable(Buffer.from(shifted.buffer, 3)).table).toEqual(table);
  });

  it('refuses a table of which one byte changed', () => {
    fc.assert(
      fc.property(fc.nat(1_000), (seed) => {
        const bytes = formatEmbeddingTable(table);
        const payload = bytes.indexOf(10) + 1;
        const at = payload + (seed % (bytes.length - payload));
        bytes[at] = bytes[at]! ^ 1;
        expect(() => parseEmbeddingTable(bytes)).toThrow(
          new RangeError('the embedding table does not have the hash of its header'),
        );
      }),
    );
  });

  it('refuses a table that is cut off, and what is none', () => {
    const bytes = formatEmbeddingTable(table);
    expect(() => parseEmbeddingTable(bytes.subarray(0, -1))).toThrow('not as long as its header says');
    expect(() => parseEmbeddingTable(new Uint8Array(0))).toThrow(RangeError);
    expect(() => parseEmbeddingTable(Buffer.from('{"format":"other"}\n'))).toThrow('no embedding table of the format');
  });
});

describe('quantiseRows', () => {
  it('gives each row its own scale', () => {
    // The largest number of a row becomes 127: 1 / 127 = .007874, .5 × 127 = 63.5 rounds to 64; 12.7 / 127 = .1, -1.27 / .1 rounds to -13.
    const { rows, scales } = quantiseRows(Float32Array.of(1, 0.5, 12.7, -1.27), 2);
    expect([...rows]).toEqual([127, 64, 127, -13]);
    expect(scales[0]).toBeCloseTo(1 / 127, 8);
    expect(scales[1]).toBeCloseTo(0.1, 8);
  });

  it('leaves a row of zeros', () => {
    expect(quantiseRows(new Float32Array(4), 4)).toEqual({ rows: new Int8Array(4), scales: Float32Array.of(0) });
  });

  it('is at most half a unit off', () => {
    const number = fc.integer({ min: -5_000, max: 5_000 }).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(fc.array(number, { minLength: 4, maxLength: 4 }), (values) => {
        const { rows, scales } = quantiseRows(Float32Array.from(values), 4);
        values.forEach((value, k) =>
          expect(Math.abs(value - rows[k]! * scales[0]!)).toBeLessThanOrEqual(scales[0]! * 0.5001),
        );
      }),
    );
  });
});
