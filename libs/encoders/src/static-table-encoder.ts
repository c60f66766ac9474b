import { readFile } from 'node:fs/promises';
import {
  analyse,
  analyserVersion,
  Encoder,
  parseEmbeddingTable,
  TableVectors,
  textWeights,
  type EmbeddingTable,
  type EncoderInput,
} from '@throughtrain/text';

/** The shipped table of words: needs no network, no download and no graphics card. */
export class StaticTableEncoder extends Encoder {
  readonly version: string;
  readonly dimensions: number;
  /** Of the table. */
  readonly name: string;
  readonly vectors: TableVectors;

  /**
   * @param sha256 of the content, by which two trainings of one name are told apart
   * @throws Error when the table was made for another analysis of texts
   */
  constructor(table: EmbeddingTable, sha256: string) {
    super();
    if (table.analyserVersion !== analyserVersion)
      throw new Error(
        `the embedding table ${table.name} is for the analysis ${table.analyserVersion}, not for ${analyserVersion}`,
      );
    this.name = table.name;
    this.version = `table:${table.name}:${sha256.slice(0, 12)}`;
    this.dimensions = table.dimensions;
    this.vectors = new TableVectors(table);
  }

  /** @throws Error when the file can not be read, is no table, or has another content than its header says */
  static async load(file: string): Promise<StaticTableEncoder> {
    const bytes = await readFile(file);
    try {
      const { table, sha256 } = parseEmbeddingTable(bytes);
      return new StaticTableEncoder(table, sha256);
    } catch (error) {
      throw new Error(`${file} can not be used`, { cause: error });
    }
  }

  encode(inputs: readonly EncoderInput[]): Promise<(Float32Array | undefined)[]> {
    return Promise.resolve(
      inputs.map(({ texts, analysis }) => this.vectors.vectorOf(textWeights(analysis ?? analyse(texts)))),
    );
  }
}
