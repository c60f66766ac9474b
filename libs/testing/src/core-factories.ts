import { DomainError, type DuplicateDecision, type Project } from '@throughtrain/domain';
import {
  CurrentLibrary,
  LibraryFeed,
  type LibraryNow,
  type LibraryProject,
  type ScoreRequest,
  type TextVersions,
} from '@throughtrain/matching';
import type { Candidate, CandidatePair, RankContext } from '@throughtrain/ranking';

/** An active project that passes every gate; what a test is about is given, the rest is filled in. */
export function aProject(given: Partial<Project> & Pick<Project, 'id'>): Project {
  return {
    revision: 1,
    channel: 'open-call',
    externalId: given.id,
    status: 'active',
    title: '磷酸铁锂电池低温电解液',
    summary: '面向低温场景的锂离子电池电解液配方与制备工艺。',
    keywords: [],
    language: 'zh',
    seiCodes: ['5.2'],
    hteCodes: [],
    stage: 'intermediate',
    patents: [],
    cooperation: [],
    consentToPush: true,
    contactRef: 'contact-1',
    ownership: 'sole',
    ...given,
  };
}

/** A question without demands, as wide as can be. */
export function aScoreRequest(given: Partial<ScoreRequest> = {}): ScoreRequest {
  return {
    libraryPosition: '1:2',
    analyserVersion: 'words-2',
    statisticsVersion: '2',
    relevanceVersion: 'hybrid-2',
    queries: [],
    today: '2026-03-01',
    onStage: new Set(),
    ...given,
  };
}

/** For whoever scores and is not watched. */
export const noProgress = (): Promise<void> => Promise.resolve();

/** A pair of which only demand and relevance are known. */
export function aPair(given: Partial<CandidatePair> & Pick<CandidatePair, 'demand' | 'relevance'>): CandidatePair {
  return { ...given };
}

/** A candidate of the domain 5.2 of which nothing else is known. */
export function aCandidate(given: Partial<Candidate> & Pick<Candidate, 'projectId'>): Candidate {
  return {
    revision: 1,
    seiCodes: ['5.2'],
    quality: { patents: 0, cooperationModes: 0 },
    timesShown: 0,
    pairs: [],
    ...given,
  };
}

/** A run of the domain 5.2 without a brief; demands are told by their enterprise and, where it matters, their sub-domain. */
export function aRankContext(
  demands: readonly (string | { readonly enterpriseId: string; readonly subDomain?: string })[],
  given: Partial<RankContext> = {},
): RankContext {
  return {
    domain: '5.2',
    hasBrief: false,
    demands: demands.map((demand) => (typeof demand === 'string' ? { enterpriseId: demand } : demand)),
    ...given,
  };
}

/** A library whose position is `server:number`; each commit moves it on by one. */
export class FakeLibraryFeed extends LibraryFeed {
  /** Ranges asked for, in order. */
  readonly asked: { readonly from?: string; readonly to: string }[] = [];
  private readonly commits: (readonly LibraryProject[])[] = [];
  private readonly decided: { readonly at: number; readonly decisions: readonly DuplicateDecision[] }[] = [];

  constructor(private readonly server = 'server') {
    super();
  }

  /** @returns the position after the commit */
  commit(...projects: readonly LibraryProject[]): string {
    this.commits.push(projects);
    return this.at(this.commits.length);
  }

  /** Takes decisions in place of all before them. @returns the position after it */
  decide(...decisions: readonly DuplicateDecision[]): string {
    const position = this.commit();
    this.decided.push({ at: this.commits.length, decisions });
    return position;
  }

  override decisions(at: string): Promise<readonly DuplicateDecision[]> {
    const number = this.numberOf(at);
    return Promise.resolve(this.decided.findLast((one) => one.at <= number)?.decisions ?? []);
  }

  override position(): Promise<string> {
    return Promise.resolve(this.at(this.commits.length));
  }

  override settle(): Promise<boolean> {
    return Promise.resolve(true);
  }

  override async *changes(range: {
    readonly from?: string;
    readonly to: string;
  }): AsyncIterable<readonly LibraryProject[]> {
    this.asked.push(range);
    const [from, to] = [range.from === undefined ? 0 : this.numberOf(range.from), this.numberOf(range.to)];
    const current = new Map<string, LibraryProject>();
    for (const one of this.commits.slice(from, to).flat()) current.set(one.project.id, one);
    const inOrder = [...current].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    for (let start = 0; start < inOrder.length; start += 2) {
      yield await Promise.resolve(inOrder.slice(start, start + 2));
    }
  }

  override async *read(projectIds: readonly string[], at: string): AsyncIterable<readonly LibraryProject[]> {
    for await (const batch of this.changes({ to: at }))
      yield batch.filter(({ project }) => projectIds.includes(project.id));
    this.asked.pop();
  }

  override compare(a: string, b: string): number | undefined {
    const [[serverA, numberA], [serverB, numberB]] = [a.split(':'), b.split(':')];
    return serverA === serverB ? Number(numberA) - Number(numberB) : undefined;
  }

  private at(number: number): string {
    return `${this.server}:${number}`;
  }

  private numberOf(position: string): number {
    const [server, number] = position.split(':');
    if (server !== this.server) throw new DomainError('conflict', 'library.position-foreign');
    return Number(number);
  }
}

/** What a fake feed has reached. */
export class FakeCurrentLibrary extends CurrentLibrary {
  generation = 'first';

  constructor(
    private readonly feed: LibraryFeed,
    public versions: TextVersions = { analyserVersion: 'words-2' },
  ) {
    super();
  }

  override async read(): Promise<LibraryNow> {
    const { versions, generation } = this;
    return { position: await this.feed.position(), versions, generation };
  }
}
