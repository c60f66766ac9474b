/** A square matrix, row by row. */
export type Square = Float64Array;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations.
 * @returns values falling; `vectors[i * size + k]` is part i of the k-th
 */
export function symmetricEigen(matrix: Square, size: number): { values: Float64Array; vectors: Square } {
  const a = Float64Array.from(matrix);
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) vectors[i * size + i] = 1;
  const at = (row: number, column: number): number => a[row * size + column] ?? 0;
  const scale = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < 60; sweep += 1) {
    let off = 0;
    for (let p = 0; p < size; p += 1) for (let q = p + 1; q < size; q += 1) off += at(p, q) ** 2;
    if (off <= 1e-22 * scale) break;
    for (let p = 0; p < size; p += 1)
      for (let q = p + 1; q < size; q += 1) {
        if (at(p, q) === 0) continue;
        const theta = (at(q, q) - at(p, p)) / (2 * at(p, q));
        const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cosine = 1 / Math.sqrt(tangent * tangent + 1);
        const rotation = { p, q, cosine, sine: tangent * cosine };
        rotate(a, size, rotation, 'rows');
        rotate(a, size, rotation, 'columns');
        rotate(vectors, size, rotation, 'columns');
      }
  }
  const order = Array.from({ length: size }, (_, k) => k).sort((x, y) => at(y, y) - at(x, x));
  const sorted = new Float64Array(size * size);
  order.forEach((from, to) => {
    for (let i = 0; i < size; i += 1) sorted[i * size + to] = vectors[i * size + from] ?? 0;
  });
  return { values: Float64Array.from(order, (k) => at(k, k)), vectors: sorted };
}

interface Rotation {
  readonly p: number;
  readonly q: number;
  readonly cosine: number;
  readonly sine: number;
}

/** Turns two rows, or two columns, into one another. */
function rotate(a: Square, size: number, { p, q, cosine, sine }: Rotation, of: 'rows' | 'columns'): void {
  for (let i = 0; i < size; i += 1) {
    const [x, y] = of === 'rows' ? [p * size + i, q * size + i] : [i * size + p, i * size + q];
    const [left, right] = [a[x] ?? 0, a[y] ?? 0];
    a[x] = cosine * left - sine * right;
    a[y] = sine * left + cosine * right;
  }
}

/** @returns left^T · right of two matrices of `rows` × `size`, in double precision */
export function crossProduct(left: Float32Array, right: Float32Array, rows: number, size: number): Square {
  const product = new Float64Array(size * size);
  for (let row = 0; row < rows; row += 1) {
    const start = row * size;
    for (let i = 0; i < size; i += 1) {
      const value = left[start + i] ?? 0;
      if (value === 0) continue;
      for (let k = 0; k < size; k += 1)
        product[i * size + k] = (product[i * size + k] ?? 0) + value * (right[start + k] ?? 0);
    }
  }
  return product;
}

/** Replaces each row of a matrix by its product with a square matrix. */
export function transformRows(matrix: Float32Array, square: Square, size: number): void {
  const result = new Float64Array(size);
  for (let start = 0; start < matrix.length; start += size) {
    result.fill(0);
    for (let i = 0; i < size; i += 1) {
      const value = matrix[start + i] ?? 0;
      if (value === 0) continue;
      for (let k = 0; k < size; k += 1) result[k] = (result[k] ?? 0) + value * (square[i * size + k] ?? 0);
    }
    matrix.set(result, start);
  }
}
