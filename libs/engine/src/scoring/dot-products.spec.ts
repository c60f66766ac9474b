import fc from 'fast-check';
import { documentsPerBlock, DotProducts, strideOf } from './dot-products';

const byte = fc.integer({ min: -127, max: 127 });

describe('DotProducts', () => {
  it('are the sums of products, whatever the numbers of documents, queries and dimensions', () => {
    const shapes = fc.record({
      dimensions: fc.constantFrom(8, 16, 128),
      documents: fc.integer({ min: 1, max: documentsPerBlock }),
      queries: fc.integer({ min: 0, max: 9 }),
      numbers: fc.array(byte, { minLength: 50, maxLength: 50 }),
    });
    fc.assert(
      fc.property(shapes, ({ dimensions, documents, queries, numbers }) => {
        const vectors = (count: number, from: number): Int8Array =>
          Int8Array.from({ length: count * dimensions }, (_, at) => numbers[(from + at * 7) % numbers.length]!);
        const [given, asked] = [vectors(documents, 0), vectors(queries, 3)];
        const dots = new DotProducts(asked, dimensions);
        dots.put(0, given);
        dots.multiply(documents);
        for (let document = 0; document < documents; document += 1)
          for (let query = 0; query < queries; query += 1) {
            let sum = 0;
            for (let k = 0; k < dimensions; k += 1)
              sum += given[document * dimensions + k]! * asked[query * dimensions + k]!;
            expect(dots.products[document * dots.rowLength + query]).toBe(sum);
          }
      }),
    );
  });

  it('are exact at the ends of the range', () => {
    const dots = new DotProducts(new Int8Array(4_096).fill(-127), 4_096);
    dots.put(0, new Int8Array(4_096).fill(127));
    dots.multiply(1);
    expect(dots.products[0]).toBe(-127 * 127 * 4_096);
  });

  it('take vectors filled up to whole steps', () => {
    expect([1, 8, 9, 128, 129].map(strideOf)).toEqual([8, 8, 16, 128, 136]);
  });
});
