import { createHash } from 'node:crypto';
import { DomainError, type Scope } from '@throughtrain/domain';
import type { ListPlace, ProjectFilter, ProjectOrder } from '../ports/project-search.port';

/** The list that a cursor is a place of. */
export interface CursorList {
  readonly scope: Pick<Scope, 'organisationId'>;
  readonly filter: ProjectFilter;
  readonly order: ProjectOrder;
}

const shapes: Readonly<Record<ProjectOrder, readonly RegExp[]>> = {
  relevance: [/^\d{1,6}$/, /^\d{1,17}$/],
  newest: [/^\d{1,17}$/],
  title: [/^[^\0]{0,80}$/su],
};
const id = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A place of a list as text for a URL. It holds for this list only, whatever is written in between; the day of the question does not count.
 * @returns letters, digits, - and _
 */
export function formatCursor(list: CursorList, place: ListPlace): string {
  return Buffer.from(JSON.stringify([sealOf(list, place), ...place])).toString('base64url');
}

/**
 * Reverse of {@link formatCursor}.
 * @throws DomainError invalid `page.cursor-foreign` for one of another list, organisation, order or filter, or none at all
 */
export function parseCursor(list: CursorList, cursor: string): ListPlace {
  const [seal, ...place] = textsOf(cursor);
  const shape = [...shapes[list.order], id];
  const fits = place.length === shape.length && shape.every((one, index) => one.test(place[index] ?? ''));
  if (!fits || seal !== sealOf(list, place)) throw new DomainError('invalid', 'page.cursor-foreign');
  return place;
}

function textsOf(cursor: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) && parsed.every((part) => typeof part === 'string') ? parsed : [];
  } catch {
    return [];
  }
}

/** Against mistakes, not against malice: who makes a cursor up sees a part of a list that is open to him anyhow. */
function sealOf({ scope, filter, order }: CursorList, place: ListPlace): string {
  const { today: _today, ...asked } = filter;
  return createHash('sha256')
    .update(JSON.stringify([scope.organisationId, order, asked, place]))
    .digest('base64url')
    .slice(0, 16);
}
