import { crossProduct, symmetricEigen, transformRows } from './symmetric-eigen';

describe('symmetricEigen', () => {
  it('finds values and directions of a matrix solved by hand', () => {
    // (2 1; 1 2) has 3 along (1, 1) and 1 along (1, -1).
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect([...values].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([3, 1]);
    expect(Math.abs(vectors[0]! + vectors[2]!)).toBeCloseTo(Math.SQRT2, 9);
    expect(vectors[1]! + vectors[3]!).toBeCloseTo(0, 9);
  });

  it('takes a matrix apart into its values and orthonormal directions', () => {
    const size = 5;
    const rows = Float32Array.from({ length: 8 * size }, (_, at) => Math.sin(at * at));
    const matrix = crossProduct(rows, rows, 8, size);
    const { values, vectors } = symmetricEigen(matrix, size);
    for (let i = 0; i < size; i += 1)
      for (let j = 0; j < size; j += 1) {
        let sum = 0;
        let product = 0;
        for (let k = 0; k < size; k += 1) {
          sum += vectors[i * size + k]! * values[k]! * vectors[j * size + k]!;
          product += vectors[k * size + i]! * vectors[k * size + j]!;
        }
        expect(sum).toBeCloseTo(matrix[i * size + j]!, 9);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 9);
      }
  });
});

describe('transformRows', () => {
  it('multiplies each row by a matrix', () => {
    const rows = Float32Array.of(1, 2, 3, 4);
    transformRows(rows, Float64Array.of(0, 1, 10, 0), 2);
    expect([...rows]).toEqual([20, 1, 40, 3]);
  });
});
