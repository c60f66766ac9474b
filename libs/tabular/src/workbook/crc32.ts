/** The check of a zip part (CRC-32, polynomial 0xEDB88320 reflected). */
export class Crc32 {
  private static readonly table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  private state = 0xffffffff;

  add(bytes: Buffer): void {
    let { state } = this;
    for (const byte of bytes) state = (state >>> 8) ^ (Crc32.table[(state ^ byte) & 0xff] ?? 0);
    this.state = state;
  }

  /** @returns an unsigned 32-bit integer, of all bytes so far */
  get value(): number {
    return (this.state ^ 0xffffffff) >>> 0;
  }
}
