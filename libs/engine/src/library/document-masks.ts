import { affiliationKeys } from '@throughtrain/domain';
import type { PairMask } from '@throughtrain/matching';
import type { DocumentMasks } from '../scoring/masked-documents';
import type { LibraryView } from './library-view';
import { maskKeys } from './project-columns';

/**
 * Pairs that no list may hold, by document: a duplicate group is one project, so its head is masked for what any of its members is masked for.
 * @param masks by demand
 * @param heads of the groups by their other members
 */
export function documentMasks(
  view: LibraryView,
  heads: ReadonlyMap<number, number>,
  masks: readonly PairMask[],
): DocumentMasks {
  const masked = new Map<number, Set<number>>();
  const add = (document: number, demands: Iterable<number>): void => {
    const head = heads.get(document) ?? document;
    const known = masked.get(head) ?? new Set();
    for (const demand of demands) known.add(demand);
    masked.set(head, known);
  };
  for (const [document, demands] of maskedByInstitution(view, masks)) add(document, demands);
  masks.forEach(({ declined }, demand) => {
    for (const id of declined) {
      const document = view.find(id);
      if (document !== undefined) add(document, [demand]);
    }
  });
  return pack(masked);
}

function* maskedByInstitution(
  { index, seen }: LibraryView,
  masks: readonly PairMask[],
): Generator<readonly [document: number, demands: Iterable<number>]> {
  const { institutionOf, institutions } = index.projects;
  const demandsByPlace = new Map<number, Set<number>>();
  masks.forEach((mask, demand) => {
    for (const key of maskKeys({ id: mask.enterpriseId, keys: affiliationKeys(mask) }))
      for (const place of index.projects.institutionsWith(key))
        demandsByPlace.set(place, (demandsByPlace.get(place) ?? new Set()).add(demand));
  });
  if (demandsByPlace.size === 0) return;
  const isMasked = new Uint8Array(institutions.length + 1);
  for (const place of demandsByPlace.keys()) isMasked[place] = 1;
  for (let document = 0; document < seen.length; document += 1) {
    const place = institutionOf[document] ?? 0;
    if (isMasked[place] === 1 && seen[document] === 1) yield [document, demandsByPlace.get(place) ?? []];
  }
}

function pack(masked: ReadonlyMap<number, ReadonlySet<number>>): DocumentMasks {
  const inOrder = [...masked].sort(([a], [b]) => a - b);
  const starts = new Uint32Array(inOrder.length + 1);
  inOrder.forEach(([, demands], at) => (starts[at + 1] = (starts[at] ?? 0) + demands.size));
  return {
    documents: Uint32Array.from(inOrder, ([document]) => document),
    starts,
    demands: Uint16Array.from(inOrder.flatMap(([, demands]) => [...demands].sort((a, b) => a - b))),
  };
}
