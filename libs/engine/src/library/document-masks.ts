import { affiliationKeys } from '@throughtrain/domain';
import type { PairMask } from '@throughtrain/matching';
import type { DocumentMasks } from '../scoring/masked-documents';
import type { LibraryView } from './library-view';

/**
 * Pairs that no list may hold, by document: a duplicate group is one project, so its head is masked for what any of its members is masked for.
 * @param masks by demand
 * @param duplicates other members of the groups by head
 */
export function documentMasks(
  view: LibraryView,
  duplicates: ReadonlyMap<number, readonly number[]>,
  masks: readonly PairMask[],
): DocumentMasks {
  const heads = new Map([...duplicates].flatMap(([head, others]) => others.map((other) => [other, head] as const)));
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
): Generator<readonly [document: number, demands: readonly number[]]> {
  const demandsOf = new Map<string, number[]>();
  masks.forEach((mask, demand) => {
    for (const key of [`id:${mask.enterpriseId}`, ...affiliationKeys(mask)])
      demandsOf.set(key, [...(demandsOf.get(key) ?? []), demand]);
  });
  const byInstitution = index.projects.institutions.map(({ id, keys }) =>
    [...(id === undefined ? [] : [`id:${id}`]), ...keys].flatMap((key) => demandsOf.get(key) ?? []),
  );
  if (byInstitution.every((demands) => demands.length === 0)) return;
  for (let document = 0; document < seen.length; document += 1) {
    if (seen[document] !== 1) continue;
    const demands = byInstitution[(index.projects.institutionOf[document] ?? 0) - 1];
    if (demands !== undefined && demands.length > 0) yield [document, demands];
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
