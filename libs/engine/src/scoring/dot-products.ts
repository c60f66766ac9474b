import { dotModule, lanes } from './kernels/dot-kernel';
import { kernel } from './kernels/kernel';
import { KernelMemory, placeBytes } from './kernels/kernel-memory';

/** Documents of one call; their rows of products stay in the cache that is nearest. */
export const documentsPerBlock = 32;

type Dots = (documents: number, documentsEnd: number, queries: number, queriesEnd: number, output: number) => void;

/** Numbers a vector takes where it lies beside others. */
export const strideOf = (dimensions: number): number => Math.ceil(dimensions / lanes) * lanes;

/** Inner products of blocks of documents with all queries, as exact integers. */
export class DotProducts {
  /** Products of a block: {@link rowLength} a document. */
  readonly products: Int32Array;
  /** Queries, filled up to a multiple of four. */
  readonly rowLength: number;
  private readonly documents: Int8Array;
  private readonly dots: Dots;
  private readonly addresses: Readonly<Record<'documents' | 'queries' | 'queriesEnd' | 'products', number>>;

  /**
   * @param queries vectors one after the other, `stride` numbers each
   * @param stride see {@link strideOf}
   */
  constructor(
    queries: Int8Array,
    private readonly stride: number,
    memory = new KernelMemory(DotProducts.bytes(queries.length / stride, stride)),
  ) {
    this.rowLength = rowLengthOf(queries.length / stride);
    this.documents = new Int8Array(
      memory.memory.buffer,
      memory.place(documentsPerBlock * stride),
      documentsPerBlock * stride,
    );
    const queriesAt = memory.place(this.rowLength * stride * 2);
    new Int16Array(memory.memory.buffer, queriesAt, queries.length).set(queries);
    this.products = memory.integers(documentsPerBlock * this.rowLength);
    this.dots = kernel(`dots ${stride}`, () => dotModule(stride), memory)['dots'] as Dots;
    const queriesEnd = queriesAt + this.rowLength * stride * 2;
    this.addresses = {
      documents: this.documents.byteOffset,
      queries: queriesAt,
      queriesEnd,
      products: this.products.byteOffset,
    };
  }

  /** Bytes that it places in a memory. */
  static bytes(queries: number, stride: number): number {
    const rowLength = rowLengthOf(queries);
    return (
      placeBytes(documentsPerBlock * stride) +
      placeBytes(rowLength * stride * 2) +
      placeBytes(documentsPerBlock * rowLength * Int32Array.BYTES_PER_ELEMENT)
    );
  }

  /** Takes vectors, one after the other, into the block. @param at place of the first */
  put(at: number, vectors: Int8Array): void {
    this.documents.set(vectors, at * this.stride);
  }

  /** Fills {@link products}. @param rows documents of the block, 1 to {@link documentsPerBlock} */
  multiply(rows: number): void {
    if (this.rowLength === 0 || rows === 0) return;
    const { documents, queries, queriesEnd, products } = this.addresses;
    this.dots(documents, documents + rows * this.stride, queries, queriesEnd, products);
  }
}

/** Queries, filled up to whole tiles. */
const rowLengthOf = (queries: number): number => Math.ceil(queries / 4) * 4;
