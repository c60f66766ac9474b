import type { ScoreRequest } from '@throughtrain/matching';
import { projectGate, type GateContext, type ProjectGate } from '@throughtrain/ranking';
import { shared } from '../index/shared';
import { turn } from '../turn';
import type { LibraryView } from './library-view';

/** Documents that pass the gates between two turns of the event loop: some milliseconds of work. */
const documentsPerTurn = 100_000;
/** In place of 1 among those that are passed over, for documents that others keep from being scored. */
const isRelated = 2;

/** Whether a document is asked for. */
export type Members = (view: LibraryView, document: number) => boolean;

/** Passes projects through the gates: every one, or those asked for. @returns what takes no part, and why */
export async function gate(
  view: LibraryView,
  request: ScoreRequest,
  isAsked: Members | undefined,
): Promise<{
  readonly skip: Uint8Array;
  readonly exclusions: readonly { readonly document: number; readonly gate: ProjectGate }[];
  readonly projects: number;
}> {
  const context = gateContext(request, view);
  const { projects: columns } = view.index;
  const skip = shared(Uint8Array, view.seen.length).fill(1);
  const exclusions: { document: number; gate: ProjectGate }[] = [];
  // Marked, since to ask three sets for each document would take as long as all else.
  for (const related of [context.notHeads, context.held, context.onStage])
    for (const document of related) skip[document] = isRelated;
  const isOpen = columns.openOn(request.today);
  let projects = 0;
  for (let document = 0; document < skip.length; document += 1) {
    if (document % documentsPerTurn === 0) await turn();
    if (view.seen[document] !== 1 || isAsked?.(view, document) === false) continue;
    projects += 1;
    // Nearly all pass, so what is quickly seen to pass is not asked further.
    const stopped =
      isOpen(document) && skip[document] !== isRelated ? undefined : projectGate(columns.gated(document), context);
    if (stopped === undefined) skip[document] = 0;
    else exclusions.push({ document, gate: stopped });
  }
  return { skip, exclusions, projects };
}

/** How many projects would be scored, but are not analysed. What a gate stops is not scored and need not be. */
export function scoredWithoutAnalysis(view: LibraryView, request: ScoreRequest): number {
  if (view.withoutAnalysis.size === 0) return 0;
  const context = gateContext(request, view);
  const passes = (document: number): boolean => projectGate(view.index.projects.gated(document), context) === undefined;
  return [...view.withoutAnalysis].filter(passes).length;
}

/** What was done with one member of a duplicate group was done with the project: a head is on stage when any member was. */
export function gateContext({ today, onStage }: ScoreRequest, view: LibraryView): GateContext<number> {
  const { headOf, notHeads } = view.groupsOn(today);
  const documents = [...onStage].flatMap((id) => view.find(id) ?? []);
  const shown = new Set(documents.flatMap((document) => [document, headOf.get(document) ?? document]));
  return { today, onStage: shown, notHeads, held: view.held };
}
