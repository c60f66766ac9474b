import { z } from 'zod';

/** Most items of one page. */
export const largestPage = 500;

/** How many items a page takes. */
export const pageLimit = z.coerce
  .number()
  .int()
  .min(1)
  .max(largestPage)
  .default(100)
  .describe('Most items of the page');

/**
 * The query of a page.
 * @param cursor shape of a place in the list; to callers it is opaque
 */
export const pageQuery = <Cursor extends z.ZodType>(cursor: Cursor) =>
  z.object({
    cursor: cursor.optional().describe('nextCursor of the page before; absent for the first page'),
    limit: pageLimit,
  });

/** A list that is answered whole. */
export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item).readonly() });

/** A part of a longer list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  listOf(item).extend({ nextCursor: z.string().optional().describe('Absent on the last page') });

/** A page by project id, roadshow id, … */
export const idPageQuery = pageQuery(z.uuid());

export const exportQuery = z.object({ format: z.enum(['csv', 'xlsx']).describe('csv: UTF-8 with a byte order mark') });
