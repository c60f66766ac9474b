import { createHash } from 'node:crypto';
import { attemptEnd, Clock, DomainError, mostAttempts } from '@throughtrain/domain';
import {
  chooseShortlist,
  packedPairBytes,
  rank,
  type Candidate,
  type ProjectGate,
  type RankContext,
  type WeightProfile,
} from '@throughtrain/ranking';
import { Injectable } from '@nestjs/common';
import {
  LibraryScorer,
  type PoolProject,
  type ScoredLibrary,
  type ScoreProgress,
  type ScoreRequest,
} from '../ports/library-scorer.port';
import {
  MatchRunRepository,
  type ClaimedRun,
  type MatchRunInput,
  type RunResult,
} from '../ports/match-run.repository.port';
import { WeightProfileRepository } from '../ports/weight-profile.repository.port';
import { describeEntries } from './describe-entries';
import { ScoreRun } from './score-run';
import { ReadQueries } from './read-queries';
import { demandIndicators, makeCandidate, type MatchedDemand } from './make-candidate';
import type { ShortlistResult } from './match-result';

/** Settings of the match worker. */
export class MatchSettings {
  constructor(readonly leaseMs: number) {}
}

/**
 * Ranks the whole library for one roadshow and stores pool and shortlists. Where parts of the library are still to be scored elsewhere, it ends and is called again. May run twice and
 * die anywhere: nothing is visible before the one transaction at the end, which the fence guards.
 */
@Injectable()
export class RunMatch {
  constructor(
    private readonly runs: MatchRunRepository,
    private readonly queries: ReadQueries,
    private readonly profiles: WeightProfileRepository,
    private readonly scoreRun: ScoreRun,
    private readonly scorer: LibraryScorer,
    private readonly clock: Clock,
    private readonly settings: MatchSettings,
  ) {}

  async execute({ matchRunId }: { readonly matchRunId: string }): Promise<void> {
    const claim = await this.runs.claim(matchRunId, this.settings.leaseMs);
    if (!claim) return;
    const report: ReportProgress = (stage, done, total) =>
      this.runs.progress(matchRunId, claim.fence, { stage, done, total }, this.settings.leaseMs);
    if (claim.attempts > mostAttempts) {
      await this.runs.fail(matchRunId, claim.fence, 'match-run.abandoned');
      return;
    }
    try {
      if (!(await this.scoreRun.prepare(matchRunId, claim.fence))) return;
      await this.runs.complete(matchRunId, claim.fence, await this.match(matchRunId, claim, report));
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable' || error.code === 'match-run.cancelled') {
        // So that the retry need not wait for the end of the lease; what matters is the error.
        await this.runs.release(matchRunId, claim.fence, attemptEnd(error)).catch(() => undefined);
        throw error;
      }
      await this.runs.fail(matchRunId, claim.fence, error.code);
    }
  }

  private async match(
    matchRunId: string,
    { input, startedAt }: ClaimedRun,
    report: ReportProgress,
  ): Promise<RunResult> {
    const { demands, request } = await this.queries.execute(input);
    const { profile } = await this.profiles.find(input.profileVersion);
    const scored = await this.scoreRun.execute(matchRunId, request, (done, total) =>
      report(total === 0 ? 'loading' : 'scoring', done, total),
    );
    const { domains } = input.roadshow;
    // Told again and again without moving on, so that the lease is renewed while the pool is read and the entries are described.
    const choosing = (index: number) => () => report('choosing', index, domains.length);
    await choosing(0)();
    const pool = await this.scorer.detail(request, poolIds(scored), choosing(0));
    const expertScores = await this.runs.expertScores(
      input.libraryPosition,
      pool.flatMap(({ project, duplicateIds }) => [project.id, ...duplicateIds]),
    );
    const wanted = demands.map(({ content }) => demandIndicators(content));
    const context = { demands, wanted, now: new Date(input.now), timesShown: input.timesShown, expertScores };
    const candidates = pool.map((project) => makeCandidate(project, context));
    const lists: ChosenList[] = [];
    for (const [index, domain] of domains.entries()) {
      await choosing(index)();
      lists.push(await this.choose(domain, { input, demands, request, pool, candidates, profile }, choosing(index)));
    }
    const shortlists = lists.map((list) => withoutCoveredElsewhere(list, lists, demands));
    await report('storing', 0, 1);
    // By two clocks, that of the database and ours.
    const ms = Math.max(0, this.clock.now().getTime() - startedAt.getTime());
    return {
      summary: summarise(scored, candidates, shortlists, ms),
      exclusions: scored.exclusions,
      candidates,
      shortlists,
    };
  }

  private async choose(domain: string, run: RunContext, progress: ScoreProgress): Promise<ChosenList> {
    const context: RankContext = {
      domain,
      demands: run.demands.map(({ enterpriseId, content }) => ({ enterpriseId, subDomain: content.hteCodes[0] })),
      hasBrief: run.request.brief !== undefined,
      hasIndicators: true,
    };
    const size = run.input.roadshow.shortlistSize;
    const ranked = rank(run.candidates, run.profile, context);
    const chosen = chooseShortlist(ranked, size, run.profile, context);
    const entries = await describeEntries(chosen.entries, run, this.scorer, progress);
    return { domain, size, entries, limits: chosen.limits, uncovered: chosen.uncovered };
  }
}

type ReportProgress = (
  stage: 'loading' | 'scoring' | 'choosing' | 'storing',
  done: number,
  total: number,
) => Promise<void>;

interface RunContext {
  readonly input: MatchRunInput;
  readonly demands: readonly MatchedDemand[];
  readonly request: ScoreRequest;
  readonly pool: readonly PoolProject[];
  readonly candidates: readonly Candidate[];
  readonly profile: WeightProfile;
}

/** A shortlist with the demands, by their place in the run, that it does not cover. */
type ChosenList = Omit<ShortlistResult, 'uncoveredDemandIds'> & { readonly uncovered: readonly number[] };

/** A demand that another shortlist of the run covers needs no targeted call. */
function withoutCoveredElsewhere(
  { uncovered, ...list }: ChosenList,
  lists: readonly ChosenList[],
  demands: readonly MatchedDemand[],
): ShortlistResult {
  const nowhere = uncovered.filter((demand) => lists.every((other) => other.uncovered.includes(demand)));
  return { ...list, uncoveredDemandIds: nowhere.map((demand) => demands[demand]?.id ?? '') };
}

/** The pool: the union of all lists, by id. */
function poolIds({ byDemand, byBrief, bySum }: ScoredLibrary): string[] {
  return [...new Set([...byDemand.flat(), ...byBrief, ...bySum].map(({ projectId }) => projectId))].sort();
}

function summarise(
  scored: ScoredLibrary,
  candidates: readonly Candidate[],
  shortlists: readonly ShortlistResult[],
  ms: number,
): RunResult['summary'] {
  const exclusions: Partial<Record<ProjectGate, number>> = {};
  for (const { gate } of scored.exclusions) exclusions[gate] = (exclusions[gate] ?? 0) + 1;
  return {
    projectsScored: scored.projectsScored,
    demands: scored.byDemand.length,
    poolSize: candidates.length,
    pairsStored: candidates.reduce((sum, { pairs }) => sum + pairs.length, 0),
    bytesPerPair: packedPairBytes,
    exclusions,
    resultHash: createHash('sha256').update(JSON.stringify(shortlists)).digest('hex'),
    ms,
  };
}
