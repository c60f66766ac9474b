/**
 * A page of a list of which one row more than the page takes was read.
 * @param cursor place of a row in the list
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  cursor: (row: Row) => string,
): { items: Item[]; nextCursor?: string } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    ...(rows.length > limit && last !== undefined && { nextCursor: cursor(last) }),
  };
}
