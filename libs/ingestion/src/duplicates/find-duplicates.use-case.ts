import { Injectable } from '@nestjs/common';
import {
  compareProjects,
  meetingKeys,
  mostAttempts,
  traitsOf,
  UnitOfWork,
  type DuplicateEvidence,
  type ProjectTraits,
} from '@throughtrain/domain';
import { ImportSettings } from '../import/run-import.use-case';
import { DuplicateSearchRepository } from '../ports/duplicate-search.repository.port';
import {
  DuplicateStore,
  type ComparedPair,
  type FiledProject,
  type ProjectPair,
  type RuleVerdict,
  type ComparableRevision,
} from '../ports/duplicate-store.port';

/** Projects of one transaction: short enough to keep the change feed moving. */
const batchProjects = 500;
/** Projects whose traits are kept while a search runs, since a project meets others in many batches. */
const mostRemembered = 20_000;

/** A revision with what it is compared by. */
interface Traced extends Omit<ComparableRevision, 'told'> {
  readonly traits: ProjectTraits;
}

type Remembered = Map<string, Pick<Traced, 'revision' | 'traits'>>;

/**
 * Compares projects that are new or changed with those of the library that share keys with them. May run twice and die anywhere: every batch
 * is one transaction that also marks its projects as compared, so that another attempt goes on behind it.
 */
@Injectable()
export class FindDuplicates {
  constructor(
    private readonly searches: DuplicateSearchRepository,
    private readonly store: DuplicateStore,
    private readonly uow: UnitOfWork,
    private readonly settings: ImportSettings,
  ) {}

  async execute({ searchId }: { readonly searchId: string }): Promise<void> {
    const claim = await this.searches.claim(searchId, this.settings.leaseMs);
    if (!claim) return;
    if (claim.fence > mostAttempts) {
      await this.searches.finish(searchId, claim.fence, 'duplicate-search.abandoned');
      return;
    }
    try {
      const pending = await this.searches.pending(searchId);
      const remembered: Remembered = new Map();
      for (let at = 0; at < pending.length; at += batchProjects) {
        await this.compareBatch(searchId, claim.fence, pending.slice(at, at + batchProjects), remembered);
      }
      await this.searches.finish(searchId, claim.fence);
    } catch (error) {
      // So that the retry need not wait for the end of the lease. If this fails as well, it has to wait; the first error tells more.
      await this.searches.release(searchId, claim.fence).catch(() => undefined);
      throw error;
    }
  }

  private async compareBatch(
    searchId: string,
    fence: number,
    ids: readonly string[],
    remembered: Remembered,
  ): Promise<void> {
    await this.uow.run(async () => {
      await this.store.enter();
      const batch = (await this.store.unchecked(searchId, ids)).map((revision) => trace(revision, remembered));
      const filed = batch.map(file);
      await this.store.file(filed);
      const known = await this.store.told(batch.map(({ projectId }) => projectId));
      const pairs = distinct([...known, ...(await this.store.meeting(filed))]);
      const projects = await this.withOthers(batch, pairs, remembered);
      const told = new Set(known.map(String));
      const compared = pairs.flatMap((pair) => compare(pair, projects) ?? []);
      await this.store.record(
        compared.filter(({ pair, evidence }) => evidence.class !== 'none' || told.has(String(pair))),
      );
      const count = (wanted: DuplicateEvidence['class']): number =>
        compared.filter(({ evidence }) => evidence.class === wanted).length;
      const counts = {
        projects: batch.length,
        pairs: compared.length,
        certain: count('certain'),
        likely: count('likely'),
      };
      await this.searches.advance(searchId, fence, counts, this.settings.leaseMs);
    });
  }

  /** @returns all projects of the pairs, by id */
  private async withOthers(
    batch: readonly Traced[],
    pairs: readonly ProjectPair[],
    remembered: Remembered,
  ): Promise<ReadonlyMap<string, Traced>> {
    const projects = new Map(batch.map((project) => [project.projectId, project]));
    const heads = await this.store.heads([...new Set(pairs.flat())].filter((id) => !projects.has(id)));
    for (const head of heads) {
      const known = remembered.get(head.projectId);
      if (known?.revision === head.revision) projects.set(head.projectId, { ...head, traits: known.traits });
    }
    const unknown = heads.map(({ projectId }) => projectId).filter((id) => !projects.has(id));
    for (const revision of await this.store.read(unknown))
      projects.set(revision.projectId, trace(revision, remembered));
    return projects;
  }
}

function trace({ told, ...identity }: ComparableRevision, remembered: Remembered): Traced {
  const traits = traitsOf(told);
  const [oldest] = remembered.keys();
  if (oldest !== undefined && remembered.size >= mostRemembered) remembered.delete(oldest);
  // A purge erases the words of a sealed revision and leaves its number.
  if (identity.status !== 'sealed') remembered.set(identity.projectId, { revision: identity.revision, traits });
  return { ...identity, traits };
}

/** What is withdrawn meets nobody; what is sealed does, so that its words told elsewhere are found. */
function file({ projectId, revision, status, traits }: Traced): FiledProject {
  return { projectId, revision, keys: status === 'withdrawn' ? [] : meetingKeys(traits) };
}

function distinct(pairs: readonly ProjectPair[]): readonly ProjectPair[] {
  return [...new Map(pairs.map((pair) => [String(pair), pair])).values()].sort((a, b) =>
    String(a) < String(b) ? -1 : 1,
  );
}

function compare(pair: ProjectPair, projects: ReadonlyMap<string, Traced>): ComparedPair | undefined {
  const [a, b] = [projects.get(pair[0]), projects.get(pair[1])];
  if (a === undefined || b === undefined) return undefined;
  const evidence = compareProjects(a.traits, b.traits);
  return { pair, revisions: [a.revision, b.revision], evidence, verdict: verdictOf(evidence, a, b) };
}

function verdictOf(evidence: DuplicateEvidence, ...pair: readonly [Traced, Traced]): RuleVerdict {
  // Once held, only a person lets a project go, whatever its words have become.
  if (pair.some(({ status }) => status === 'sealed')) return evidence.class === 'none' ? 'leave' : 'hold';
  if (pair.some(({ status }) => status === 'withdrawn')) return 'release';
  return evidence.certainBy === 'words' ? 'merge' : 'release';
}
