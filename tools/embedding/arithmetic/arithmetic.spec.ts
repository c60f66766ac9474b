import { SeededRandom } from '../seeded-random';
import { Arithmetic, panelsOf, transposedPanelsOf } from './arithmetic';

const random = new SeededRandom(7);
const shape = { rows: 12, inner: 20, columns: 16 };
const arithmetic = new Arithmetic(100_000, 8);
const filled = (rows: number, columns: number) => arithmetic.matrix(rows, columns).map(() => random.next() - 0.5);

function inArena(values: Float32Array, rows: number, columns: number): Float32Array {
  const matrix = arithmetic.matrix(rows, columns);
  matrix.set(values);
  return matrix;
}

describe('Arithmetic', () => {
  const left = inArena(filled(shape.rows, shape.inner), shape.rows, shape.inner);
  const right = filled(shape.inner, shape.columns);
  const expected = Array.from({ length: shape.rows * shape.columns }, (_, at) => {
    const [row, column] = [Math.floor(at / shape.columns), at % shape.columns];
    let sum = 0;
    for (let k = 0; k < shape.inner; k += 1) sum += left[row * shape.inner + k]! * right[k * shape.columns + column]!;
    return sum;
  });

  it('multiplies matrices as three plain loops do', () => {
    const panels = arithmetic.matrix(shape.inner, shape.columns);
    panelsOf(right, shape.inner, shape.columns, panels);
    const product = arithmetic.matrix(shape.rows, shape.columns);
    arithmetic.multiply(product, left, panels, shape);
    expected.forEach((value, at) => expect(product[at]).toBeCloseTo(value, 5));
  });

  it('multiplies by a transpose', () => {
    const transposed = Float32Array.from({ length: right.length }, (_, at) => {
      const [column, row] = [Math.floor(at / shape.inner), at % shape.inner];
      return right[row * shape.columns + column]!;
    });
    const panels = arithmetic.matrix(shape.inner, shape.columns);
    transposedPanelsOf(transposed, shape.inner, shape.columns, panels);
    const product = arithmetic.matrix(shape.rows, shape.columns);
    arithmetic.multiply(product, left, panels, shape);
    expected.forEach((value, at) => expect(product[at]).toBeCloseTo(value, 5));
  });

  it('adds a scaled row and takes inner products', () => {
    const a = inArena(Float32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8), 2, 8);
    const b = inArena(Float32Array.of(1, 0, 0, 0, 10, 20, 30, 40), 1, 8);
    expect(arithmetic.dot(a, 1, b, 0)).toBe(1 + 5 * 10 + 6 * 20 + 7 * 30 + 8 * 40);
    arithmetic.addScaled(a, 1, b, 0, 0.5);
    expect([...a.subarray(8)]).toEqual([1.5, 2, 3, 4, 10, 16, 22, 28]);
    expect([...a.subarray(0, 8)]).toEqual(new Array(8).fill(0));
  });
});
