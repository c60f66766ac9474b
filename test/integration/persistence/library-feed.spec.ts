import { randomUUID } from 'node:crypto';
import { LibraryFeed, LibraryShards, shardOf, type LibraryProject } from '@throughtrain/matching';
import type { Scope } from '@throughtrain/domain';
import { migrate } from '@throughtrain/persistence';
import type { QueryRunner } from 'typeorm';
import { domainError, Funnel, revisionStatement, testAnalyser } from './funnel-fixture';

const foreign = domainError('conflict', 'library.position-foreign');

describe('the library feed', () => {
  let funnel: Funnel;
  let feed: LibraryFeed;
  let owner: Scope;

  beforeAll(async () => {
    funnel = await Funnel.open();
    feed = funnel.get(LibraryFeed);
    owner = await funnel.organisation('institution');
  });
  afterAll(() => funnel.close());

  async function batches(
    range: { from?: string; to: string },
    analyser = testAnalyser,
  ): Promise<(readonly LibraryProject[])[]> {
    const read = [];
    for await (const batch of feed.changes(range, { analyserVersion: analyser })) read.push(batch);
    return read;
  }

  async function read(range: { from?: string; to: string }, analyser = testAnalyser): Promise<LibraryProject[]> {
    return (await batches(range, analyser)).flat();
  }

  /** Revisions that a range shows, by project. */
  async function revisions(range: { from?: string; to: string }): Promise<Record<string, number>> {
    return Object.fromEntries((await read(range)).map(({ project: { id, revision } }) => [id, revision]));
  }

  /** A transaction of its own, which the test ends. */
  async function begin(): Promise<QueryRunner> {
    const runner = funnel.dataSource.createQueryRunner();
    await runner.startTransaction();
    return runner;
  }

  async function end(runner: QueryRunner, how: 'commit' | 'rollback'): Promise<void> {
    await (how === 'commit' ? runner.commitTransaction() : runner.rollbackTransaction());
    await runner.release();
  }

  it('tells a project as its record states it, with the analysis of the version asked for', async () => {
    const from = await funnel.settledPosition();
    const full = await funnel.project(owner, {
      externalId: 'full',
      channel: 'agency',
      title: '石墨烯',
      keywords: ['碳'],
      language: 'zh',
      seiCodes: ['3.1.1'],
      trl: 6,
      stage: 'mature',
      institution: { name: '某大学', creditCode: '123300004700011111', regionCode: '330100', group: 'G' },
      patents: ['ZL1'],
      priceWan: { min: 1, max: 2 },
      ownership: 'sole',
      contactRef: 'c-1',
      confirmedOn: '2026-01-02',
      validUntil: '2027-01-02',
      duplicateGroup: 'dup',
      programme: '863',
      cooperation: ['licence'],
      consentToPush: true,
      hteCodes: ['010101'],
    });
    const bare = await funnel.project(owner, { title: 'bare' });
    const to = await funnel.settledPosition();
    const [first, second] = (await read({ from, to })).sort((a) => (a.project.id === full ? -1 : 1));
    expect(first!.project).toStrictEqual({
      id: full,
      revision: 1,
      status: 'active',
      externalId: 'full',
      channel: 'agency',
      institutionId: owner.organisationId,
      title: '石墨烯',
      summary: 'a project',
      keywords: ['碳'],
      language: 'zh',
      seiCodes: ['3.1.1'],
      trl: 6,
      stage: 'mature',
      institution: { name: '某大学', creditCode: '123300004700011111', regionCode: '330100', group: 'G' },
      patents: ['ZL1'],
      priceWan: { min: 1, max: 2 },
      ownership: 'sole',
      contactRef: 'c-1',
      confirmedOn: '2026-01-02',
      validUntil: '2027-01-02',
      duplicateGroup: 'dup',
      programme: '863',
      cooperation: ['licence'],
      consentToPush: true,
      hteCodes: ['010101'],
    });
    expect(first!.analysis).toEqual({ terms: [['w:project1', [1, 0, 2]]] });
    expect(second!.project).toMatchObject({ id: bare, title: 'bare' });
    expect(second!.project).not.toHaveProperty('institution');
    expect(second!.project).not.toHaveProperty('secrecy');
    const other = await read({ from, to }, 'another-version');
    expect(other.map(({ analysis }) => analysis)).toEqual([undefined, undefined]);
  });

  it('has texts of the parts that are asked for, as projects are told to parts', async () => {
    const from = await funnel.settledPosition();
    // Ids whose last bits are none, all, and the highest, beside random ones.
    const ids = ['00000000', 'ffffffff', '80000000', '7fffffff'].map((bits) => `${randomUUID().slice(0, -8)}${bits}`);
    ids.push(...Array.from({ length: 200 }, () => randomUUID()));
    await funnel.sql(
      `insert into project (id, channel, external_id, submitted_by) select id, 'open-call', 'part-' || id, $2 from unnest($1::uuid[]) id`,
      [ids, owner.organisationId],
    );
    for (const id of ids) await funnel.revise(owner, id, 1);
    const to = await funnel.settledPosition();
    const versions = { analyserVersion: testAnalyser };
    for (const [count, served] of [
      [1, [0]],
      [2, [1]],
      [3, [0, 2]],
      [7, [6]],
      [16, [0, 5, 15]],
      [16, []],
    ] as const) {
      const shards = new LibraryShards(count, served);
      const read: LibraryProject[] = [];
      for await (const batch of feed.changes({ from, to }, versions, shards)) read.push(...batch);
      const withTexts = read.flatMap(({ project, analysis }) => (analysis === undefined ? [] : [project.id]));
      expect(read.map(({ project }) => project.id)).toEqual(ids.toSorted());
      expect(withTexts).toEqual(
        ids.filter((id) => (served as readonly number[]).includes(shardOf(id, count))).toSorted(),
      );
    }
  });

  it('shows the state at the position, whatever has been written since', async () => {
    const from = await funnel.settledPosition();
    const id = await funnel.project(owner);
    const first = await funnel.settledPosition();
    await funnel.revise(owner, id, 2);
    await funnel.revise(owner, id, 3, {}, 'withdrawn');
    const second = await funnel.settledPosition();
    const later = await funnel.project(owner);

    await expect(revisions({ from, to: first })).resolves.toEqual({ [id]: 1 });
    await expect(revisions({ from: first, to: second })).resolves.toEqual({ [id]: 3 });
    await expect(revisions({ from: second, to: second })).resolves.toEqual({});
    const everything = await read({ to: second });
    expect(everything.find(({ project }) => project.id === id)!.project).toMatchObject({
      revision: 3,
      status: 'withdrawn',
    });
    expect(everything.map(({ project }) => project.id)).not.toContain(later);
    await expect(revisions({ to: first })).resolves.toMatchObject({ [id]: 1 });
  });

  it('comes in id order, in batches, each project once', async () => {
    const from = await funnel.settledPosition();
    await funnel.sql(
      `with made as (
         insert into project (channel, external_id, submitted_by)
         select 'agency', 'batch-' || n, $1 from generate_series(1, 1000) n returning id
       )
       insert into project_revision (project_id, revision, status, content, content_hash, recorded_by)
       select id, revision, 'active', '{"title":"t","summary":"s"}', 'h', $2 from made, generate_series(1, 2) revision`,
      [owner.organisationId, owner.principalId],
    );
    const to = await funnel.settledPosition();
    const read = await batches({ from, to });
    expect(read.map((batch) => batch.length)).toEqual([500, 500]);
    const ids = read.flat().map(({ project }) => project.id);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(1000);
    expect(new Set(read.flat().map(({ project }) => project.revision))).toEqual(new Set([2]));
    const all = (await batches({ to })).flat();
    expect(all.length).toBeGreaterThanOrEqual(1000);
  });

  it('does not skip a transaction that began first and commits last', async () => {
    const [ofA, ofB] = [await funnel.project(owner), await funnel.project(owner)];
    const start = await funnel.settledPosition();
    const [a, b] = [await begin(), await begin()];
    await a.query(...revisionStatement(owner, ofA, 2));
    await b.query(...revisionStatement(owner, ofB, 2));
    await end(b, 'commit');

    // B is committed, but not final: A, which is older, may still commit.
    const between = await feed.position();
    await expect(revisions({ from: start, to: between })).resolves.toEqual({});
    const [stamp] = await funnel.sql<{ txid: string }>(
      'select txid::text as txid from project_revision where project_id = $1 and revision = 2',
      [ofB],
    );
    expect(feed.compare(between, `${between.split(':')[0]!}:${stamp!.txid}`)).toBeLessThan(0);

    await end(a, 'commit');
    const after = await funnel.settledPosition();
    await expect(revisions({ from: between, to: after })).resolves.toEqual({ [ofA]: 2, [ofB]: 2 });
    // What was read at the earlier position is read again from it.
    await expect(revisions({ to: between })).resolves.toMatchObject({ [ofA]: 1, [ofB]: 1 });
  });

  it('goes on past a transaction that is rolled back', async () => {
    const [ofA, ofB] = [await funnel.project(owner), await funnel.project(owner)];
    const start = await funnel.settledPosition();
    const a = await begin();
    await a.query(...revisionStatement(owner, ofA, 2));
    await funnel.revise(owner, ofB, 2);
    await expect(revisions({ from: start, to: await feed.position() })).resolves.toEqual({});
    await end(a, 'rollback');
    await expect(revisions({ from: start, to: await funnel.settledPosition() })).resolves.toEqual({ [ofB]: 2 });
  });

  it('shows the newest revision when an older transaction wrote it', async () => {
    const id = await funnel.project(owner);
    const start = await funnel.settledPosition();
    const a = await begin();
    await a.query('select pg_current_xact_id()');
    await funnel.revise(owner, id, 2);
    await a.query(...revisionStatement(owner, id, 3));
    await end(a, 'commit');
    await expect(revisions({ from: start, to: await funnel.settledPosition() })).resolves.toEqual({ [id]: 3 });
  });

  it('settles once an older transaction has ended: until then what was committed before is not final', async () => {
    const id = await funnel.project(owner);
    const start = await funnel.settledPosition();
    const older = await begin();
    await older.query('select pg_current_xact_id()');
    await funnel.revise(owner, id, 2);

    // The older one goes on: neither at once nor after a while.
    await expect(feed.settle(0)).resolves.toBe(false);
    await expect(feed.settle(50)).resolves.toBe(false);
    await expect(revisions({ from: start, to: await feed.position() })).resolves.toEqual({});

    let isSettled: boolean | undefined;
    const settling = feed.settle(15_000).then((settled) => (isSettled = settled));
    await feed.position();
    expect(isSettled).toBeUndefined();
    await end(older, 'commit');
    await expect(settling).resolves.toBe(true);
    await expect(revisions({ from: start, to: await feed.position() })).resolves.toEqual({ [id]: 2 });
  });

  it('compares positions of one server as numbers', () => {
    expect(feed.compare('7:9', '7:10')).toBeLessThan(0);
    expect(feed.compare('7:18446744073709551615', '7:9007199254740993')).toBeGreaterThan(0);
    expect(feed.compare('7:10', '7:10')).toBe(0);
    expect(feed.compare('7:10', '8:10')).toBeUndefined();
  });

  it('refuses positions of another server, and those that this one has not reached', async () => {
    const to = await funnel.settledPosition();
    const [server, transaction] = to.split(':') as [string, string];
    await expect(read({ to: `1${server}:${transaction}` })).rejects.toMatchObject(foreign);
    await expect(read({ from: `1${server}:1`, to })).rejects.toMatchObject(foreign);
    await expect(read({ to: `${server}:${BigInt(transaction) + 1_000_000n}` })).rejects.toMatchObject(foreign);
  });

  it('is whole after a restore from the dump of another server, once it is migrated', async () => {
    const id = await funnel.project(owner);
    await funnel.revise(owner, id, 2, { title: 'newest' });
    const pair = [id, await funnel.project(owner)].sort();
    await funnel.sql(
      `insert into duplicate_decision (project_a, project_b, verdict, reason) values ($1, $2, 'merge', 'rule 1')`,
      pair,
    );
    // What a dump brings along: numbers that this server has not reached, and the name of the other one.
    for (const table of ['project_revision', 'duplicate_decision']) {
      await funnel.sql(`alter table ${table} disable trigger user`);
      await funnel.sql(`update ${table} set txid = '999999999999'`);
      await funnel.sql(`alter table ${table} enable trigger user`);
    }
    const merged = (await funnel.organisation('institution')).organisationId;
    await funnel.sql(`insert into organisation_link (alias_id, canonical_id, txid) values ($1, $2, '999999999999')`, [
      owner.organisationId,
      merged,
    ]);
    await funnel.sql(`update library_home set server = '1'`);
    expect(await revisions({ to: await funnel.settledPosition() })).toEqual({});

    expect(await migrate(funnel.url)).toEqual(['the library of another server']);
    const count = await funnel.count('project');
    const whole = await revisions({ to: await feed.position() });
    expect(Object.keys(whole)).toHaveLength(count);
    expect(whole[id]).toBe(2);
    const found = (await read({ to: await feed.position() })).find(({ project }) => project.id === id);
    expect(found!.project.institutionId).toBe(merged);
    expect(await feed.decisions(await feed.position())).toMatchObject([{ projectIds: pair, verdict: 'merge' }]);
    expect(await migrate(funnel.url)).toEqual([]);
    await expect(funnel.sql(`update project_revision set status = 'active'`)).rejects.toThrow('never changed');
  });
});
