import { createHash } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DemandRecord, EnterpriseRecord, ProjectRecord } from '@throughtrain/contracts';
import type { DomainErrorKind, ErrorCode, ProjectStatus, Scope } from '@throughtrain/domain';
import { PushRepository } from '@throughtrain/engagement';
import {
  LibraryFeed,
  MatchRunRepository,
  RoadshowRepository,
  ShortlistRepository,
  type DemandMatch,
  type EntryResult,
  type MatchRunInput,
  type RoadshowContent,
  type RunResult,
} from '@throughtrain/matching';
import { PersistenceModule } from '@throughtrain/persistence';
import { SecretBox } from '@throughtrain/platform';
import type { Candidate } from '@throughtrain/ranking';
import { createTestDatabase, eventually, type TestDatabase } from '@throughtrain/testing';
import { DataSource } from 'typeorm';

/** A port, as a token. */
type Port<T> = abstract new (...args: never[]) => T;

/** The analyser of all fixtures; its text form is what the fixtures say it is. */
export const testAnalyser = 'test-1';

/** The key of all fixtures, which test databases alone hold anything of. */
export const dataKey = SecretBox.newKey();

/** What a rejected DomainError looks like to `toMatchObject`. */
export const domainError = (kind: DomainErrorKind, code: ErrorCode) => ({ name: 'DomainError', kind, code });

export const notFound = domainError('not-found', 'resource.not-found');
export const leaseLost = domainError('unavailable', 'lease.lost');

/** A migrated database with the adapters on it, and rows as the first half of the funnel leaves them. */
export class Funnel {
  private counter = 0;

  private constructor(
    private readonly database: TestDatabase,
    private readonly app: INestApplicationContext,
  ) {}

  static async open(): Promise<Funnel> {
    const database = await createTestDatabase();
    const module = PersistenceModule.forRoot({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 8, DATA_KEY: dataKey });
    return new Funnel(database, await NestFactory.createApplicationContext(module, { logger: false }));
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }

  /** The adapter that is bound to a port. */
  get<T>(port: Port<T>): T {
    return this.app.get<T>(port);
  }

  /** For connections of a test's own. */
  get url(): string {
    return this.database.url;
  }

  get dataSource(): DataSource {
    return this.app.get(DataSource);
  }

  async sql<Row>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.dataSource.query<Row[]>(text, [...parameters]);
  }

  /** How many rows a table holds under a condition. */
  async count(table: string, where = 'true', parameters: readonly unknown[] = []): Promise<number> {
    const [row] = await this.sql<{ n: number }>(
      `select count(*)::integer as n from ${table} where ${where}`,
      parameters,
    );
    return row!.n;
  }

  /** A host, an owner or whoever else acts for an organisation of its own. */
  async organisation(kind: 'host' | 'enterprise' | 'institution' = 'host'): Promise<Scope> {
    const name = this.next(kind);
    const [organisation] = await this.sql<{ id: string }>(
      'insert into organisation (identity, name, kind) values ($1, $2, $3) returning id',
      [`name:${name}`, name, kind],
    );
    const [principal] = await this.sql<{ id: string }>(
      'insert into principal (organisation_id, name, roles) values ($1, $2, $3) returning id',
      [organisation!.id, name, [kind === 'institution' ? 'owner' : kind]],
    );
    return { principalId: principal!.id, organisationId: organisation!.id, roles: [] };
  }

  /** An enterprise that acts for itself, in the list of a host. */
  async enterprise(
    host: Scope,
    said: Partial<EnterpriseRecord> = {},
    existing?: Scope,
  ): Promise<Scope & { externalId: string }> {
    const scope = existing ?? (await this.organisation('enterprise'));
    const externalId = this.next('E');
    const content = { externalId, name: externalId, ...said };
    await this.sql(
      'insert into host_enterprise (host_id, enterprise_id, external_id, content, content_hash) values ($1, $2, $3, $4, $5)',
      [host.organisationId, scope.organisationId, externalId, JSON.stringify(content), hash(content)],
    );
    return { ...scope, externalId };
  }

  async demand(host: Scope, enterprise: Scope, said: Partial<DemandRecord> = {}): Promise<string> {
    const externalId = this.next('D');
    const [demand] = await this.sql<{ id: string }>(
      'insert into demand (host_id, enterprise_id, external_id) values ($1, $2, $3) returning id',
      [host.organisationId, enterprise.organisationId, externalId],
    );
    await this.reviseDemand(host, demand!.id, 1, { externalId, ...said });
    return demand!.id;
  }

  async reviseDemand(host: Scope, demandId: string, revision: number, said: Partial<DemandRecord>): Promise<void> {
    const content = {
      title: `demand ${demandId}`,
      description: 'a demand',
      keywords: [],
      seiCodes: [],
      hteCodes: [],
      indicators: [],
      cooperation: [],
      ...said,
    };
    await this.sql(
      'insert into demand_revision (demand_id, revision, content, content_hash, recorded_by) values ($1, $2, $3, $4, $5)',
      [demandId, revision, JSON.stringify(content), hash(content), host.principalId],
    );
    await this.sql(
      'insert into demand_analysis (demand_id, revision, analyser_version, terms) values ($1, $2, $3, $4)',
      [demandId, revision, testAnalyser, `w:demand${revision}\t1,0,0`],
    );
  }

  /** A project of the library in its first revision. */
  async project(owner: Scope, said: Partial<ProjectRecord> = {}): Promise<string> {
    const { channel = 'open-call', externalId = this.next('P') } = said;
    const [project] = await this.sql<{ id: string }>(
      'insert into project (channel, external_id, submitted_by) values ($1, $2, $3) returning id',
      [channel, externalId, owner.organisationId],
    );
    await this.revise(owner, project!.id, 1, { channel, externalId, ...said });
    return project!.id;
  }

  async revise(
    owner: Scope,
    projectId: string,
    revision: number,
    said: Partial<ProjectRecord> = {},
    status: ProjectStatus = 'active',
  ): Promise<void> {
    await this.sql(...revisionStatement(owner, projectId, revision, said, status));
  }

  async roadshow(host: Scope, said: Partial<RoadshowContent> = {}): Promise<string> {
    return this.get(RoadshowRepository).add(host, roadshowContent(said));
  }

  /** A host with a roadshow, one enrolled enterprise with one demand, and three projects. */
  async scene(): Promise<Scene> {
    const host = await this.organisation();
    const owner = await this.organisation('institution');
    const enterprise = await this.enterprise(host, { regionCode: '330100', group: 'G' });
    const demandId = await this.demand(host, enterprise, { title: 'need' });
    const projectIds = [];
    for (const title of ['first', 'second', 'third']) projectIds.push(await this.project(owner, { title }));
    const roadshowId = await this.roadshow(host);
    await this.get(RoadshowRepository).enrol(host, roadshowId, [enterprise.externalId]);
    return { host, owner, enterprise, demandId, projectIds, roadshowId };
  }

  async input(scene: Pick<Scene, 'host' | 'roadshowId'>, said: Partial<MatchRunInput> = {}): Promise<MatchRunInput> {
    const snapshot = await this.get(MatchRunRepository).snapshot(scene.host, scene.roadshowId, {
      now: new Date(),
      newcomerMonths: 24,
      analyserVersion: testAnalyser,
    });
    return {
      roadshow: roadshowContent(),
      now: '2026-06-01T00:00:00.000Z',
      profileVersion: 1,
      analyserVersion: testAnalyser,
      statisticsVersion: '1',
      relevanceVersion: '1',
      codeVersion: '0.0.0',
      ...snapshot,
      libraryPosition: await this.settledPosition(),
      librarySettled: true,
      ...said,
    };
  }

  async run(scene: Pick<Scene, 'host' | 'roadshowId'>): Promise<string> {
    return this.get(MatchRunRepository).add(scene.host, {
      roadshowId: scene.roadshowId,
      input: await this.input(scene),
    });
  }

  /** A completed run with one draft shortlist that holds the scene's projects in their order. */
  async shortlist(scene: Scene, result: RunResult = runResult(scene)): Promise<{ runId: string; shortlistId: string }> {
    const runs = this.get(MatchRunRepository);
    const runId = await this.run(scene);
    const claim = await runs.claim(runId, 60_000);
    await runs.complete(runId, claim!.fence, result);
    const [shortlist] = await this.get(ShortlistRepository).ofRun(scene.host, runId);
    return { runId, shortlistId: shortlist!.id };
  }

  /** A frozen shortlist of which the scene's enterprise got every project. */
  async pushed(
    scene: Scene,
    deadline?: string,
    result?: RunResult,
  ): Promise<{ runId: string; shortlistId: string; invitationId: string }> {
    const made = await this.shortlist(scene, result);
    const pushes = this.get(PushRepository);
    await pushes.freeze(scene.host, made.shortlistId, deadline);
    const claim = await pushes.claim(made.shortlistId, 60_000);
    const projects = claim!.entries.map(({ project, matches: [best] }) => ({
      projectId: project.id,
      demandId: best!.demandId,
      relevance: best!.relevance,
      match: best!.match,
      words: best!.words,
    }));
    await pushes.invite(made.shortlistId, claim!.fence, scene.enterprise.organisationId, projects, 60_000);
    await pushes.finish(made.shortlistId, claim!.fence);
    const [invitation] = await this.sql<{ id: string }>('select id from invitation where shortlist_id = $1', [
      made.shortlistId,
    ]);
    return { ...made, invitationId: invitation!.id };
  }

  /**
   * A position above everything that was committed so far. Transactions of other suites on the same server count as well while they run,
   * so it may take a moment.
   */
  async settledPosition(): Promise<string> {
    const feed = this.get(LibraryFeed);
    const [row] = await this.sql<{ next: string }>('select pg_snapshot_xmax(pg_current_snapshot())::text as next');
    return eventually(async () => {
      const position = await feed.position();
      const reached = feed.compare(position, `${position.split(':')[0]!}:${row!.next}`);
      return reached !== undefined && reached >= 0 && position;
    });
  }

  private next(prefix: string): string {
    this.counter += 1;
    return `${prefix}-${this.counter}`;
  }
}

export interface Scene {
  readonly host: Scope;
  readonly owner: Scope;
  readonly enterprise: Scope & { externalId: string };
  readonly demandId: string;
  readonly projectIds: readonly string[];
  readonly roadshowId: string;
}

/** The statement that adds a revision with its analysis, for whatever connection runs it. */
export function revisionStatement(
  owner: Scope,
  projectId: string,
  revision: number,
  said: Partial<ProjectRecord> = {},
  status: ProjectStatus = 'active',
): [sql: string, parameters: unknown[]] {
  const content = {
    secrecy: '公开',
    title: `project ${projectId}`,
    summary: 'a project',
    keywords: [],
    seiCodes: [],
    hteCodes: [],
    patents: [],
    cooperation: [],
    consentToPush: true,
    ...said,
  };
  return [
    `with added as (
       insert into project_revision (project_id, revision, status, content, content_hash, institution_id, recorded_by)
       values ($1, $2, $3, $4, $5, $6, $7)
     )
     insert into project_analysis (project_id, revision, analyser_version, terms) values ($1, $2, $8, $9)`,
    [
      projectId,
      revision,
      status,
      JSON.stringify(content),
      hash(content),
      owner.organisationId,
      owner.principalId,
      testAnalyser,
      `w:project${revision}\t1,0,2`,
    ],
  ];
}

export function roadshowContent(said: Partial<RoadshowContent> = {}): RoadshowContent {
  return {
    industryDomains: ['新材料'],
    domains: ['3.1'],
    month: '2026-09',
    place: '杭州',
    scale: 200,
    approach: 'approach',
    brief: '',
    guarantee: 'guarantee',
    shortlistSize: 100,
    pickCount: 12,
    ...said,
  };
}

export function candidate(projectId: string, said: Partial<Candidate> = {}): Candidate {
  return {
    projectId,
    revision: 1,
    seiCodes: ['3.1.1'],
    institutionId: projectId,
    trl: 6,
    quality: { patents: 2, nationalProgramme: true, trl: 6, cooperationModes: 1, ownershipClear: true },
    yearsSinceConfirmed: 0.25,
    timesShown: 0,
    briefRelevance: 0.4,
    pairs: [{ demand: 0, relevance: 0.612345, domainDepth: 2, trl: 6, monthsToDeadline: -3, budgetShare: 0.5 }],
    ...said,
  };
}

export function demandMatch(
  scene: Pick<Scene, 'demandId' | 'enterprise'>,
  said: Partial<DemandMatch> = {},
): DemandMatch {
  return {
    demandId: scene.demandId,
    demandTitle: 'need',
    enterpriseId: scene.enterprise.organisationId,
    enterpriseName: '甲公司',
    relevance: 0.612345,
    band: 'close',
    match: 0.7,
    terms: [{ feature: 'relevance', value: 0.612345, weight: 0.62, known: true }],
    lexical: 0.6,
    cosine: 0.63,
    words: [{ word: '石墨烯', contribution: 3.25 }],
    nearWords: [{ asked: '散热', said: '导热', cosine: 0.71 }],
    ...said,
  };
}

export function entry(
  scene: Pick<Scene, 'demandId' | 'enterprise'>,
  projectId: string,
  said: Partial<EntryResult> = {},
): EntryResult {
  return {
    rank: 1,
    projectId,
    revision: 1,
    score: 0.5,
    terms: [{ feature: 'best', value: 0.7, weight: 0.35, known: true }],
    matches: [demandMatch(scene)],
    reasons: [{ feature: 'best', contribution: 0.245, zh: '契合需求“need”', en: 'answers the demand “need”' }],
    withoutCode: false,
    duplicateIds: [],
    ...said,
  };
}

/** The result with its first shortlist in another domain: a roadshow has one frozen shortlist for each. */
export function inDomain(domain: string, result: RunResult): RunResult {
  const [shortlist] = result.shortlists;
  return { ...result, shortlists: [{ ...shortlist!, domain }] };
}

/** One shortlist with the scene's projects, best first, and one excluded project where there is any. */
export function runResult(scene: Scene, said: Partial<RunResult> = {}): RunResult {
  const entries = scene.projectIds.map((projectId, index) =>
    entry(scene, projectId, { rank: index + 1, score: 0.9 - index / 10 }),
  );
  return {
    summary: {
      projectsScored: 3,
      demands: 1,
      poolSize: 3,
      pairsStored: 3,
      bytesPerPair: 16,
      exclusions: {},
      resultHash: 'hash',
      ms: 12,
    },
    exclusions: [],
    candidates: scene.projectIds.map((projectId) => candidate(projectId)),
    shortlists: [{ domain: '3.1', size: 100, entries, limits: [], uncoveredDemandIds: [] }],
    ...said,
  };
}

const hash = (content: object): Buffer => createHash('sha256').update(JSON.stringify(content)).digest();
