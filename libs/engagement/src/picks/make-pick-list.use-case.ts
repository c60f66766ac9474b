import { AuditLog, UnitOfWork, type Scope } from '@throughtrain/domain';
import { choosePicks, matchForPick, reasonsOf, type Pick, type WeightProfile } from '@throughtrain/ranking';
import { Injectable } from '@nestjs/common';
import {
  PickListRepository,
  type PickEntry,
  type PickInput,
  type PickList,
  type PickSource,
} from '../ports/pick-list.repository.port';
import { ProfileReader } from '../ports/profile-reader.port';

/** Chooses picks and reserves from the frozen shortlists, the answers so far, pins and bans; each time a new version. */
@Injectable()
export class MakePickList {
  constructor(
    private readonly pickLists: PickListRepository,
    private readonly profiles: ProfileReader,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError not-found; conflict `pick-list.no-shortlist` */
  async execute(scope: Scope, roadshowId: string): Promise<PickList> {
    return this.uow.run(async () => {
      const input = await this.pickLists.input(scope, roadshowId);
      const profile = await this.profiles.read(input.profileVersion);
      const id = await this.pickLists.add(scope, roadshowId, pickFrom(input, profile));
      await this.audit.record(scope, {
        action: 'pick-list.make',
        subjectType: 'pick-list',
        subjectId: id,
        after: { roadshowId },
      });
      return this.pickLists.find(scope, id);
    });
  }
}

function pickFrom(input: PickInput, profile: WeightProfile): Parameters<PickListRepository['add']>[2] {
  const of = (wanted: 'pin' | 'ban'): ReadonlySet<string> =>
    new Set(input.directives.filter(({ kind }) => kind === wanted).map(({ projectId }) => projectId));
  const sources = new Map(input.candidates.map((source) => [source.projectId, source]));
  const candidates = input.candidates.map((source) => ({ ...source, match: matchForPick(source.terms) }));
  const chosen = choosePicks(candidates, { count: input.pickCount, pinned: of('pin'), banned: of('ban') }, profile);
  const entries = (picks: readonly Pick[]): PickEntry[] =>
    picks.map((pick, index) => toEntry(pick, index, sources, profile));
  return {
    profileVersion: profile.version,
    requested: input.pickCount,
    limits: chosen.limits,
    picks: entries(chosen.picks),
    reserves: entries(chosen.reserves),
  };
}

function toEntry(
  pick: Pick,
  index: number,
  sources: ReadonlyMap<string, PickSource>,
  profile: WeightProfile,
): PickEntry {
  const source = sources.get(pick.projectId);
  if (source === undefined) throw new RangeError(`no source of ${pick.projectId}`);
  const answers = {
    count: source.answers.length,
    interested: source.answers.filter(({ level }) => level >= profile.values['pick.coverageLevel']).length,
  };
  return {
    position: index + 1,
    projectId: pick.projectId,
    revision: source.revision,
    score: pick.score,
    terms: pick.terms,
    reasons: reasonsOf(pick.terms, { answers, pickedFor: source.best, experts: source.quality.experts?.raters }),
    ...(source.best && { best: source.best }),
    answers,
    pinned: pick.pinned,
  };
}
