const pageBytes = 65_536;
const alignment = 16;

/** Bytes that a place of some bytes takes up. */
export const placeBytes = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

/** One memory that several kernels work in; its size is known before, as growing it would take it away from those who look at it. */
export class KernelMemory {
  readonly memory: WebAssembly.Memory;
  private taken = 0;
  private end: number;

  constructor(bytes: number) {
    const pages = Math.max(1, Math.ceil(bytes / pageBytes));
    this.memory = new WebAssembly.Memory({ initial: pages });
    this.end = pages * pageBytes;
  }

  /** @returns the address of a place of its own, in zeros. @throws RangeError when nothing is left */
  place(bytes: number): number {
    const address = this.taken;
    this.taken += placeBytes(bytes);
    if (this.taken > this.end) throw new RangeError('no memory left');
    return address;
  }

  /** The same at the end, for what is of another size each time: so the addresses of all else are the same, and their kernels are, too. */
  placeLast(bytes: number): number {
    this.end -= placeBytes(bytes);
    if (this.taken > this.end) throw new RangeError('no memory left');
    return this.end;
  }

  /** Numbers of 64 bits at a place of their own; their address is `byteOffset`. */
  doubles(length: number): Float64Array {
    return new Float64Array(this.memory.buffer, this.place(length * Float64Array.BYTES_PER_ELEMENT), length);
  }

  /** See {@link doubles}. */
  floats(length: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.place(length * Float32Array.BYTES_PER_ELEMENT), length);
  }

  /** See {@link doubles}. */
  words(length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, this.place(length * Uint32Array.BYTES_PER_ELEMENT), length);
  }

  /** See {@link doubles}. */
  integers(length: number): Int32Array {
    return new Int32Array(this.memory.buffer, this.place(length * Int32Array.BYTES_PER_ELEMENT), length);
  }
}
