import { recordSchemas } from '@throughtrain/contracts';
import { AuditLog, Clock, UnitOfWork, type Scope } from '@throughtrain/domain';
import {
  AuditTrail,
  BatchStore,
  ContactFiling,
  ContactStore,
  ConfirmProject,
  ConfirmProjects,
  DemandStore,
  EnterpriseStore,
  ExpertScoreStore,
  prepareProject,
  ProjectLife,
  ProjectSearch,
  ProjectStore,
  ReadHistory,
  RecordHistory,
  SearchProjects,
  SetConsent,
  toValidRow,
} from '@throughtrain/ingestion';
import { PushRepository } from '@throughtrain/engagement';
import { LibraryFeed } from '@throughtrain/matching';
import { projectGate, toGated } from '@throughtrain/ranking';
import { demandMatch, Funnel, notFound } from './funnel-fixture';

const nobody: ReadonlySet<string> = new Set();
const noContext = { today: '2026-06-01', notHeads: nobody, held: nobody, onStage: nobody };
const importId = '5d6b3f0a-3a55-4f0e-9a52-6c1a8d1f2b01';

describe('the life of a project', () => {
  let funnel: Funnel;
  let owner: Scope;
  let store: ProjectStore;
  let confirm: ConfirmProject;
  let confirmAll: ConfirmProjects;
  let consent: SetConsent;
  let history: ReadHistory;

  beforeAll(async () => {
    funnel = await Funnel.open();
    owner = await funnel.organisation('institution');
    store = funnel.get(ProjectStore);
    const [life, uow, audit, clock] = [
      funnel.get(ProjectLife),
      funnel.get(UnitOfWork),
      funnel.get(AuditLog),
      funnel.get(Clock),
    ];
    confirmAll = new ConfirmProjects(life, uow, audit, clock);
    confirm = new ConfirmProject(confirmAll);
    consent = new SetConsent(life, uow, audit);
    history = new ReadHistory(funnel.get(RecordHistory));
  });
  afterAll(() => funnel.close());

  const row = (externalId: string, said: object = {}) => ({
    externalId,
    channel: 'open-call',
    secrecy: '公开',
    title: `项目${externalId}`,
    summary: '一种石墨烯散热膜的制备方法',
    consentToPush: true,
    contactRef: 'c-1',
    ...said,
  });
  const submit = async (externalId: string, said: object = {}): Promise<string> => {
    await resubmit(externalId, said);
    const [project] = await funnel.sql<{ id: string }>(
      'select id from project where external_id = $1 and submitted_by = $2',
      [externalId, owner.organisationId],
    );
    return project!.id;
  };
  const resubmit = async (externalId: string, said: object = {}) => {
    const record = recordSchemas.projects.parse(row(externalId, said));
    const [outcome] = await store.upsert(owner, [{ ...prepareProject(record), source: { import: importId, row: 7 } }]);
    return outcome;
  };
  const current = async (projectId: string) => (await store.find(owner, projectId)).record;
  const told = (projectId: string, below?: number, limit = 10) =>
    history.execute(owner, 'project', projectId, below, limit);

  it('keeps a confirmation when the same file comes again, and when another says an earlier day', async () => {
    const id = await submit('C1', { confirmedOn: '2025-01-01' });
    expect(await confirm.execute(owner, id, '2026-01-10')).toEqual({ revision: 2 });
    expect(await confirm.execute(owner, id, '2026-01-10')).toEqual({ revision: 2 });
    expect(await resubmit('C1', { confirmedOn: '2025-01-01' })).toBe('unchanged');
    expect(await resubmit('C1', { confirmedOn: '2025-01-01', title: '新题目' })).toBe('updated');
    expect(await current(id)).toMatchObject({ title: '新题目', confirmedOn: '2026-01-10' });
    await resubmit('C1', { confirmedOn: '2026-02-01', title: '新题目' });
    expect(await current(id)).toMatchObject({ confirmedOn: '2026-02-01' });
    expect(await funnel.count('project_analysis', 'project_id = $1', [id])).toBe(4);
  });

  it('gives no consent back that was withdrawn by hand, whatever a file says, until it is given by hand', async () => {
    const id = await submit('C2');
    expect(await consent.execute(owner, id, false, '撤回授权')).toEqual({ revision: 2 });
    expect(await consent.execute(owner, id, false, '撤回授权')).toEqual({ revision: 2 });
    expect(await resubmit('C2')).toBe('unchanged');
    expect(await resubmit('C2', { title: '新题目' })).toBe('updated');
    expect(await current(id)).toMatchObject({ title: '新题目', consentToPush: false });
    await consent.execute(owner, id, true, '重新授权');
    await resubmit('C2', { title: '又一题目' });
    expect(await current(id)).toMatchObject({ title: '又一题目', consentToPush: true });
    await resubmit('C2', { title: '又一题目', consentToPush: false });
    expect(await current(id)).toMatchObject({ consentToPush: false });
  });

  it('lets consent be withdrawn for a withdrawn project, and leaves a sealed one alone', async () => {
    const id = await submit('C3');
    await store.withdraw(owner, id);
    await consent.execute(owner, id, false, '撤回授权');
    expect(await store.find(owner, id)).toMatchObject({ status: 'withdrawn', record: { consentToPush: false } });
    expect(await resubmit('C3')).toMatchObject({ code: 'project.withdrawn' });
    await store.sealByKey(owner, [{ channel: 'open-call', externalId: 'C3' }]);
    await expect(consent.execute(owner, id, true, '授权')).rejects.toMatchObject({ code: 'project.sealed' });
    await expect(confirm.execute(owner, id)).rejects.toMatchObject({ code: 'project.sealed' });
  });

  it('neither takes a consent for a withdrawn project nor brings it back by an act', async () => {
    const said = { seiCodes: ['3.6'], stage: 'mature', language: 'zh', ownership: 'sole' };
    const id = await submit('W1', said);
    await store.withdraw(owner, id);
    const search = new SearchProjects(funnel.get(ProjectSearch), funnel.get(Clock));
    const told = async () => {
      const own = await search.own(owner, { q: 'W1', status: ['withdrawn'] }, { limit: 5 });
      const open = await search.library(owner, { q: '"项目W1"' }, { limit: 5 });
      const fed: unknown[] = [];
      const feed = funnel.get(LibraryFeed);
      await feed.settle(10_000);
      for await (const batch of feed.changes({ to: await feed.position() }, { analyserVersion: 'none' }))
        fed.push(
          ...batch
            .filter(({ project }) => project.id === id)
            .map(({ project }) => projectGate(toGated(project), noContext)),
        );
      return [own.items.map((item) => [item.id, item.status]), open.items, fed];
    };
    const withdrawn = [[[id, 'withdrawn']], [], ['withdrawn']];
    expect(await told()).toEqual(withdrawn);
    await expect(consent.execute(owner, id, true, '授权')).rejects.toMatchObject({
      code: 'project.already-withdrawn',
    });
    expect(await consent.execute(owner, id, false, '撤回授权')).toEqual({ revision: 3 });
    await expect(consent.execute(owner, id, true, '授权')).rejects.toMatchObject({
      code: 'project.already-withdrawn',
    });
    await expect(confirm.execute(owner, id)).rejects.toMatchObject({ code: 'project.already-withdrawn' });
    expect(await told()).toEqual(withdrawn);
    expect(await resubmit('W1', said)).toMatchObject({ code: 'project.withdrawn' });
  });

  it('is for its submitter alone', async () => {
    const id = await submit('C4');
    const stranger = await funnel.organisation('institution');
    await expect(confirm.execute(stranger, id)).rejects.toMatchObject(notFound);
    await expect(consent.execute(stranger, id, false, '…')).rejects.toMatchObject(notFound);
    await expect(history.execute(stranger, 'project', id, undefined, 10)).rejects.toMatchObject(notFound);
    expect(await confirmAll.execute(stranger, [id])).toEqual([
      { projectId: id, outcome: 'refused', code: 'resource.not-found' },
    ]);
    expect(await funnel.count('project_revision', 'project_id = $1', [id])).toBe(1);
  });

  it('confirms twice at once without a gap or a repeat', async () => {
    const ids = [await submit('C5'), await submit('C6')];
    await Promise.all([confirmAll.execute(owner, ids), confirmAll.execute(owner, ids.toReversed())]);
    expect(await funnel.count('project_revision', 'project_id = any($1)', [ids])).toBe(4);
  });

  it('lists what is due, oldest day of confirmation or of entry', async () => {
    const life = funnel.get(ProjectLife);
    const [old, fresh, never, expired] = [
      await submit('D1', { confirmedOn: '2024-05-01' }),
      await submit('D2', { confirmedOn: '2025-05-01' }),
      await submit('D3'),
      await submit('D4', { confirmedOn: '2025-05-01', validUntil: '2025-12-31' }),
    ];
    const mine = (rows: readonly { readonly id: string }[]) =>
      rows.map(({ id }) => id).filter((id) => [old, fresh, never, expired].includes(id));
    const due = async (which: 'confirmation' | 'expired', before: string) =>
      mine(await life.due(owner, { due: which, before }, undefined, 100));
    expect(await due('confirmation', '2025-05-01')).toEqual([old]);
    expect(new Set(await due('confirmation', '2999-01-01'))).toEqual(new Set([old, fresh, never, expired]));
    expect(await due('expired', '2025-12-31')).toEqual([]);
    expect(await due('expired', '2026-01-01')).toEqual([expired]);
    await store.withdraw(owner, old);
    expect(await due('confirmation', '2025-05-01')).toEqual([]);
  });

  it('tells what changed, by whom, when and by what, newest first', async () => {
    const id = await submit('H1');
    await resubmit('H1', { title: '新题目', contactRef: 'c-2' });
    await confirm.execute(owner, id, '2026-01-10');
    await consent.execute(owner, id, false, '撤回授权');
    const revisions = await told(id);
    expect(revisions.map(({ revision, source, reason, changes }) => ({ revision, source, reason, changes }))).toEqual([
      {
        revision: 4,
        source: { act: 'consent' },
        reason: '撤回授权',
        changes: [{ field: 'consentToPush', before: true, after: false }],
      },
      { revision: 3, source: { act: 'confirmation' }, changes: [{ field: 'confirmedOn', after: '2026-01-10' }] },
      {
        revision: 2,
        source: { import: importId, row: 7 },
        changes: [{ field: 'contactRef' }, { field: 'title', before: '项目H1', after: '新题目' }],
      },
      { revision: 1, source: { import: importId, row: 7 }, changes: [] },
    ]);
    expect(revisions[0]).toMatchObject({ status: 'active', recordedAt: expect.any(Date) });
    expect(revisions[0]!.by).toEqual({ organisation: expect.any(String), name: expect.any(String) });
    expect((await told(id, 4, 2)).map(({ revision }) => revision)).toEqual([3, 2]);
  });

  it('names nobody of another organisation, and no words once the project is sealed', async () => {
    const id = await submit('H2');
    const operator = await funnel.organisation('host');
    await funnel.revise({ ...operator, organisationId: owner.organisationId }, id, 2, { title: '他人所改' });
    const [second] = await told(id);
    expect(second!.by).not.toHaveProperty('name');
    expect(second).not.toHaveProperty('source');
    await consent.execute(owner, id, false, '涉及某某型号');
    await store.sealByKey(owner, [{ channel: 'open-call', externalId: 'H2' }]);
    const sealed = await told(id);
    expect(sealed.map(({ status, source }) => [status, source])).toEqual([
      ['sealed', { act: 'seal' }],
      ['active', { act: 'consent' }],
      ['active', undefined],
      ['active', { import: importId, row: 7 }],
    ]);
    expect(sealed.flatMap(({ changes, reason }) => [...changes, ...(reason === undefined ? [] : [reason])])).toEqual(
      [],
    );
  });

  it('tells the history of a demand to its host', async () => {
    const host = await funnel.organisation();
    const demandId = await funnel.demand(host, await funnel.enterprise(host), { title: '旧' });
    await funnel.reviseDemand(host, demandId, 2, { title: '新' });
    const [latest] = await history.execute(host, 'demand', demandId, undefined, 10);
    expect(latest!.changes).toContainEqual({ field: 'title', before: '旧', after: '新' });
    expect(latest).not.toHaveProperty('status');
    await expect(history.execute(owner, 'demand', demandId, undefined, 10)).rejects.toMatchObject(notFound);
  });

  it('keeps the row of an import with each revision that it makes', async () => {
    const batches = new BatchStore(
      store,
      funnel.get(EnterpriseStore),
      funnel.get(DemandStore),
      funnel.get(ExpertScoreStore),
      new ContactFiling(funnel.get(ContactStore), funnel.get(AuditLog)),
      funnel.get(AuditLog),
    );
    const rows = ['B1', 'B2'].map((externalId, index) =>
      toValidRow('projects', index + 11, recordSchemas.projects.parse(row(externalId))),
    );
    await batches.store(owner, 'projects', rows, importId);
    const sources = await funnel.sql<{ source: object }>(
      `select r.source from project p join project_revision r on r.project_id = p.id where p.external_id in ('B1', 'B2') order by p.external_id`,
    );
    expect(sources.map(({ source }) => source)).toEqual([
      { import: importId, row: 11 },
      { import: importId, row: 12 },
    ]);
  });

  it('refuses an authority of tomorrow, and leaves nothing behind', async () => {
    const authority = { basis: 'letter', reference: '授2026-3', grantedOn: '2999-01-01' };
    expect(await resubmit('A1', { authority })).toMatchObject({
      column: 'authority.grantedOn',
      code: 'project.authority-in-future',
    });
    expect(await funnel.count('project', `external_id = 'A1'`)).toBe(0);
    expect(await resubmit('A1', { authority: { ...authority, grantedOn: '2026-01-01' } })).toBe('created');
  });

  it('sends nothing whose consent was withdrawn after the push began', async () => {
    const scene = await funnel.scene();
    const { shortlistId } = await funnel.shortlist(scene);
    const pushes = funnel.get(PushRepository);
    await pushes.freeze(scene.host, shortlistId, undefined);
    const claim = await pushes.claim(shortlistId, 60_000);
    const [first, second, third] = scene.projectIds as [string, string, string];
    await consent.execute(scene.owner, first, false, '撤回授权');
    const { demandId, relevance, match, words } = demandMatch(scene);
    const part = scene.projectIds.map((projectId) => ({ projectId, demandId, relevance, match, words }));
    const enterpriseId = scene.enterprise.organisationId;
    const sent = () =>
      funnel.sql<{ id: string; position: number }>(
        `select project_id as id, position from invitation_project i join invitation v on v.id = i.invitation_id
          where v.shortlist_id = $1 order by position`,
        [shortlistId],
      );
    await pushes.invite(shortlistId, claim!.fence, enterpriseId, part.slice(0, 1), 60_000);
    expect(await funnel.count('invitation', 'shortlist_id = $1', [shortlistId])).toBe(0);
    await pushes.invite(shortlistId, claim!.fence, enterpriseId, part, 60_000);
    expect(await sent()).toEqual([
      { id: second, position: 1 },
      { id: third, position: 2 },
    ]);
  });

  it('shows the trail of the own organisation, and all of it to operators', async () => {
    const trail = funnel.get(AuditTrail);
    const id = await submit('T1');
    await confirm.execute(owner, id, '2026-01-10');
    await consent.execute(owner, id, false, '撤回授权');
    const filter = { subjectType: 'project', subjectId: id };
    const events = await trail.events(owner, filter, undefined, 10);
    expect(events.map(({ action, reason, after }) => [action, reason, after])).toEqual([
      ['project.set-consent', '撤回授权', { revision: 3, consentToPush: false }],
      ['project.confirm', undefined, { revision: 2, confirmedOn: '2026-01-10' }],
    ]);
    expect(events[0]).toMatchObject({
      principal: { id: owner.principalId },
      organisation: { id: owner.organisationId },
    });
    expect(await trail.events(owner, filter, events[0]!.id, 10)).toEqual(events.slice(1));
    const stranger = await funnel.organisation('institution');
    expect(await trail.events(stranger, filter, undefined, 10)).toEqual([]);
    expect(await trail.events({ ...stranger, roles: ['operator'] }, filter, undefined, 10)).toEqual(events);
  });
});
