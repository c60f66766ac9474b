import type { DemoReport } from './demo-report.schema';
import type { ExternalIds } from './external-ids';
import type { MatchRun, PickList, Shortlist } from './funnel';

/** What the stages brought. */
export interface DemoOutcome {
  readonly imports: DemoReport['imports'];
  readonly run: MatchRun;
  readonly shortlists: readonly Shortlist[];
  readonly invitations: number;
  readonly intents: number;
  readonly pickList: PickList;
}

/** The report of a demo that ran to its end, with the ids of the files. */
export function toReport(outcome: DemoOutcome, ids: ExternalIds): Omit<DemoReport, 'stages'> {
  const { imports, run, shortlists, invitations, intents, pickList } = outcome;
  const demandId = (id: string): string => ids.demands.get(id) ?? id;
  const described = (project: PickList['picks'][number] | Shortlist['entries'][number]) => ({
    projectId: ids.projects.get(project.projectId) ?? project.projectId,
    title: project.title,
    score: project.score,
    reasons: project.reasons.map(({ zh }) => zh),
  });
  return {
    ok: true,
    imports,
    run: {
      projectsScored: run.summary?.projectsScored ?? 0,
      demands: run.summary?.demands ?? 0,
      ms: Math.round(run.summary?.ms ?? 0),
    },
    shortlist: shortlists.flatMap(({ entries }) =>
      entries.map((entry) => ({
        rank: entry.rank,
        ...described(entry),
        demandId: entry.best === undefined ? '' : demandId(entry.best.demandId),
      })),
    ),
    invitations,
    intents,
    picks: pickList.picks.map((pick) => ({ position: pick.position, ...described(pick) })),
    reserves: pickList.reserves.map((pick) => ({ position: pick.position, ...described(pick) })),
    uncoveredDemands: [...new Set(shortlists.flatMap(({ uncovered }) => uncovered.map((d) => demandId(d.demandId))))],
    limits: [...shortlists.flatMap(({ limits }) => limits), ...pickList.limits].map(({ list, limit, message }) => ({
      list,
      limit,
      message,
    })),
  };
}
