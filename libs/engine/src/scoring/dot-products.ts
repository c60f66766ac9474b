import { dotModule, lanes } from './dot-kernel';

/** Documents of one call; their rows of products stay in the cache that is nearest. */
export const documentsPerBlock = 32;

const pageBytes = 65_536;

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
  private readonly addresses: { readonly queries: number; readonly queriesEnd: number; readonly products: number };

  /**
   * @param queries vectors one after the other, `stride` numbers each
   * @param stride see {@link strideOf}
   */
  constructor(
    queries: Int8Array,
    private readonly stride: number,
  ) {
    const count = queries.length / stride;
    this.rowLength = Math.ceil(count / 4) * 4;
    const queriesAt = align(documentsPerBlock * stride);
    const queriesEnd = queriesAt + this.rowLength * stride * 2;
    const productsAt = align(queriesEnd);
    const bytes = productsAt + documentsPerBlock * this.rowLength * 4;
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
    const instance = new WebAssembly.Instance(moduleFor(stride), { env: { memory } });
    this.dots = instance.exports['dots'] as Dots;
    this.documents = new Int8Array(memory.buffer, 0, documentsPerBlock * stride);
    new Int16Array(memory.buffer, queriesAt, queries.length).set(queries);
    this.products = new Int32Array(memory.buffer, productsAt, documentsPerBlock * this.rowLength);
    this.addresses = { queries: queriesAt, queriesEnd, products: productsAt };
  }

  /** Fills {@link products}. @param vectors of 1 to {@link documentsPerBlock} documents, one after the other */
  multiply(vectors: Int8Array): void {
    if (this.rowLength === 0 || vectors.length === 0) return;
    this.documents.set(vectors);
    const { queries, queriesEnd, products } = this.addresses;
    this.dots(0, vectors.length, queries, queriesEnd, products);
  }
}

const align = (address: number): number => Math.ceil(address / 16) * 16;

const modules = new Map<number, WebAssembly.Module>();

function moduleFor(stride: number): WebAssembly.Module {
  const known = modules.get(stride);
  if (known !== undefined) return known;
  const module = new WebAssembly.Module(dotModule(stride));
  modules.set(stride, module);
  return module;
}
