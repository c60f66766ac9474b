import { toPage } from './page';

const page = (rows: readonly number[], limit: number) => toPage(rows, limit, (row) => row * 10, String);

describe('toPage', () => {
  it('names the last row shown while there are more', () => {
    expect(page([1, 2, 3], 2)).toEqual({ items: [10, 20], nextCursor: '2' });
  });

  it('ends on the last page', () => {
    expect(page([1, 2], 2)).toEqual({ items: [10, 20] });
    expect(page([], 2)).toEqual({ items: [] });
  });
});
