import { randomUUID } from 'node:crypto';
import { recordSchemas, type ImportKind } from '@throughtrain/contracts';
import { AuditLog, Clock, UnitOfWork, type Scope } from '@throughtrain/domain';
import { IntentRepository, PickListRepository, PushRepository } from '@throughtrain/engagement';
import {
  BatchStore,
  ContactFiling,
  ContactStore,
  DemandStore,
  EnterpriseStore,
  ExpertScoreStore,
  EraseContact,
  EraseEndedContacts,
  hashRecord,
  ProjectStore,
  RetentionSettings,
  toValidRow,
} from '@throughtrain/ingestion';
import { domainError, Funnel, notFound } from './funnel-fixture';

const zhang = { name: '张三丰', phone: '13812345678' };
const li = { name: '李四光', email: 'li.siguang@example.org' };
const dayMs = 86_400_000;

describe('contacts', () => {
  let funnel: Funnel;
  let contacts: ContactStore;
  let owner: Scope;

  beforeAll(async () => {
    funnel = await Funnel.open();
    contacts = funnel.get(ContactStore);
    owner = await funnel.organisation('institution');
  });

  afterAll(() => funnel.close());

  const batches = () =>
    new BatchStore(
      funnel.get(ProjectStore),
      funnel.get(EnterpriseStore),
      funnel.get(DemandStore),
      funnel.get(ExpertScoreStore),
      new ContactFiling(contacts, funnel.get(AuditLog)),
      funnel.get(AuditLog),
    );
  const store = async (scope: Scope, kind: ImportKind, ...records: object[]) => {
    const rows = records.map((record, index) => toValidRow(kind, index + 1, recordSchemas[kind].parse(record)));
    const outcomes = await funnel.get(UnitOfWork).run(() => batches().store(scope, kind, rows, randomUUID()));
    return outcomes.map(({ outcome }) => outcome);
  };
  const project = (externalId: string, said: object = {}) => ({
    externalId,
    channel: 'open-call',
    secrecy: '公开',
    title: '石墨烯散热膜',
    summary: '一种制备方法',
    consentToPush: true,
    ...said,
  });
  const enterprise = (externalId: string, said: object = {}) => ({
    externalId,
    creditCode: '91350100M000100Y43',
    name: `企业${externalId}`,
    regionCode: '350100',
    mainProducts: '电池',
    ...said,
  });
  const subjectOf = async (externalId: string) => {
    const [row] = await funnel.sql<{ id: string }>('select id from project where external_id = $1', [externalId]);
    return { kind: 'project', id: row!.id } as const;
  };
  const contactOf = async (externalId: string) => contacts.read(owner, await subjectOf(externalId));
  const revisionsOf = async (externalId: string) =>
    funnel.sql<{ revision: number; status: string; ref: string | null; analyses: number }>(
      `select r.revision, r.status, r.content->>'contactRef' as ref,
              (select count(*)::integer from project_analysis a where (a.project_id, a.revision) = (r.project_id, r.revision)) as analyses
         from project_revision r where r.project_id = $1 order by r.revision`,
      [(await subjectOf(externalId)).id],
    );
  const auditOf = async (subjectId: string) =>
    (
      await funnel.sql<{ action: string }>('select action from audit_event where subject_id = $1 order by id', [
        subjectId,
      ])
    ).map(({ action }) => action);

  describe('of imported records', () => {
    it('are filed apart: the record says only that there is one', async () => {
      expect(await store(owner, 'projects', project('A1', { contact: zhang }), project('A2'))).toEqual([
        'created',
        'created',
      ]);
      expect(await contactOf('A1')).toEqual(zhang);
      expect(await contactOf('A2')).toBeUndefined();
      expect(await revisionsOf('A1')).toEqual([{ revision: 1, status: 'active', ref: 'on-file', analyses: 1 }]);
      expect(await auditOf((await subjectOf('A1')).id)).toEqual([]);
    });

    it('change without a revision, and the change is on record without what it was', async () => {
      await store(owner, 'projects', project('B1', { contact: zhang }));
      const { id } = await subjectOf('B1');
      expect(await store(owner, 'projects', project('B1', { contact: { ...zhang } }))).toEqual(['unchanged']);
      expect(await store(owner, 'projects', project('B1', { contact: li }))).toEqual(['updated']);
      expect(await contactOf('B1')).toEqual(li);
      expect(await revisionsOf('B1')).toHaveLength(1);
      expect(await auditOf(id)).toEqual(['contact.update']);
      expect(await funnel.count('contact', 'project_id = $1', [id])).toBe(1);
    });

    it('stay when the record says so, and go when it names none any more', async () => {
      await store(owner, 'projects', project('C1', { contact: zhang }));
      const { id } = await subjectOf('C1');
      expect(await store(owner, 'projects', project('C1', { contactRef: 'on-file' }))).toEqual(['unchanged']);
      expect(await store(owner, 'projects', project('C1', { contactRef: 'on-file', title: '新题' }))).toEqual([
        'updated',
      ]);
      expect(await contactOf('C1')).toEqual(zhang);
      expect(await store(owner, 'projects', project('C1', { title: '新题' }))).toEqual(['updated']);
      expect(await contactOf('C1')).toBeUndefined();
      expect(await auditOf(id)).toEqual(['contact.erase']);
    });

    it('are not made up: a record whose contact stays while there is none is refused, and the others are not', async () => {
      await store(owner, 'projects', project('D1'));
      const refused = { column: 'contactRef', code: 'contact.none-on-file', message: expect.any(String) };
      const said = { contactRef: 'on-file', title: '新题' };
      const batch = [project('D0', said), project('D1', said), project('D2', { contact: li })];
      expect(await store(owner, 'projects', ...batch)).toEqual([refused, refused, 'created']);
      expect(await revisionsOf('D1')).toHaveLength(1);
      expect(await funnel.count('project', `external_id = 'D0'`)).toBe(0);
    });

    it('of a project of another organisation stay as they are', async () => {
      await store(owner, 'projects', project('E1', { contact: zhang }));
      const other = await funnel.organisation('institution');
      expect(await store(other, 'projects', project('E1', { contact: li }))).toMatchObject([
        { code: 'project.owned-by-another' },
      ]);
      expect(await contactOf('E1')).toEqual(zhang);
    });

    it('come again after they were erased, since who submits them decides', async () => {
      await store(owner, 'projects', project('F1', { contact: zhang }));
      await funnel.sql('delete from contact where project_id = $1', [(await subjectOf('F1')).id]);
      expect(await store(owner, 'projects', project('F1', { contact: zhang }))).toEqual(['updated']);
      expect(await contactOf('F1')).toEqual(zhang);
      expect(await revisionsOf('F1')).toHaveLength(1);
    });

    it('of enterprises are those of the host that brought them in', async () => {
      const [one, two] = [await funnel.organisation(), await funnel.organisation()];
      expect(await store(one, 'enterprises', enterprise('E1', { contact: zhang }))).toEqual(['created']);
      expect(await store(two, 'enterprises', enterprise('E1', { contact: li }))).toEqual(['created']);
      expect(await store(one, 'enterprises', enterprise('E1', { contact: zhang }))).toEqual(['unchanged']);
      const { id } = (await funnel.get(EnterpriseStore).list(one, undefined, 1))[0]!;
      const subject = { kind: 'enterprise', id } as const;
      expect([await contacts.read(one, subject), await contacts.read(two, subject)]).toEqual([zhang, li]);
      const stranger = await funnel.organisation();
      await expect(contacts.standing(stranger, subject)).rejects.toMatchObject(notFound);
      expect(await contacts.read(stranger, subject)).toBeUndefined();
      await new EraseContact(contacts, funnel.get(UnitOfWork), funnel.get(AuditLog)).execute(one, subject);
      expect([await contacts.read(one, subject), await contacts.read(two, subject)]).toEqual([undefined, li]);
      expect((await funnel.get(EnterpriseStore).list(one, undefined, 1))[0]!.record).not.toHaveProperty('contactRef');
      expect(await store(one, 'enterprises', enterprise('E1'))).toEqual(['unchanged']);
    });
  });

  it('stand nowhere in the database in words', async () => {
    await store(owner, 'projects', project('G1', { contact: zhang }));
    await store(owner, 'projects', project('G1', { contact: li }));
    const tables = await funnel.sql<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables) {
      const words = [zhang.name, zhang.phone, li.name, li.email].map((word) => `%${word}%`);
      expect([name, await funnel.count(`"${name}" t`, 't::text like any($1::text[])', [words])]).toEqual([name, 0]);
      // Bytes are shown as hexadecimal digits.
      const bytes = words.map((word) => `%${Buffer.from(word.slice(1, -1)).toString('hex')}%`);
      expect([name, await funnel.count(`"${name}" t`, 't::text like any($1::text[])', [bytes])]).toEqual([name, 0]);
    }
  });

  it('can not be written into a record, whoever tries', async () => {
    const id = await funnel.project(owner);
    const said = { contact: zhang } as object;
    await expect(funnel.revise(owner, id, 2, said)).rejects.toThrow('contact_apart');
  });

  it('do not open in another row', async () => {
    await store(owner, 'projects', project('H1', { contact: zhang }), project('H2', { contact: li }));
    const [one, two] = [await subjectOf('H1'), await subjectOf('H2')];
    await funnel.sql(
      'update contact set sealed = (select sealed from contact where project_id = $2) where project_id = $1',
      [one.id, two.id],
    );
    await expect(contacts.read(owner, one)).rejects.toThrow();
    expect(await contacts.read(owner, two)).toEqual(li);
    // Whoever submits the record again mends it.
    expect(await store(owner, 'projects', project('H1', { contact: zhang }))).toEqual(['updated']);
    expect(await contacts.read(owner, one)).toEqual(zhang);
  });

  describe('erased by who submitted them', () => {
    const erase = (scope: Scope, subject: Parameters<EraseContact['execute']>[1]) =>
      new EraseContact(contacts, funnel.get(UnitOfWork), funnel.get(AuditLog)).execute(scope, subject);

    it('leave a revision without, which the library sees', async () => {
      await store(owner, 'projects', project('J1', { contact: zhang }));
      const subject = await subjectOf('J1');
      await erase(owner, subject);
      expect(await contacts.read(owner, subject)).toBeUndefined();
      expect(await revisionsOf('J1')).toEqual([
        { revision: 1, status: 'active', ref: 'on-file', analyses: 1 },
        { revision: 2, status: 'active', ref: null, analyses: 1 },
      ]);
      const { record } = await funnel.get(ProjectStore).find(owner, subject.id);
      const [latest] = await funnel.sql<{ content_hash: Buffer }>(
        'select content_hash from project_revision where project_id = $1 order by revision desc limit 1',
        [subject.id],
      );
      expect(latest!.content_hash.equals(hashRecord(record))).toBe(true);
      expect(await store(owner, 'projects', project('J1'))).toEqual(['unchanged']);
      expect(await auditOf(subject.id)).toEqual(['contact.erase']);
    });

    it('are not there to be erased again, nor by others', async () => {
      await store(owner, 'projects', project('K1', { contact: zhang }));
      const subject = await subjectOf('K1');
      await expect(erase(await funnel.organisation('institution'), subject)).rejects.toMatchObject(notFound);
      await erase(owner, subject);
      await expect(erase(owner, subject)).rejects.toMatchObject(domainError('not-found', 'contact.none'));
      expect(await revisionsOf('K1')).toHaveLength(2);
    });

    it('do not bring a withdrawn project back with the next file', async () => {
      await store(owner, 'projects', project('L1', { contact: zhang }));
      const subject = await subjectOf('L1');
      await funnel.get(ProjectStore).withdraw(owner, subject.id);
      await erase(owner, subject);
      expect((await revisionsOf('L1')).at(-1)).toEqual({ revision: 3, status: 'withdrawn', ref: null, analyses: 1 });
      expect(await store(owner, 'projects', project('L1', { contact: zhang }))).toMatchObject([
        { code: 'project.withdrawn' },
      ]);
      expect(await contacts.read(owner, subject)).toBeUndefined();
    });

    it('go from a sealed project, too, of which nothing is read', async () => {
      await store(owner, 'projects', project('M1', { contact: zhang }));
      const subject = await subjectOf('M1');
      await funnel.get(ProjectStore).sealByKey(owner, [{ channel: 'open-call', externalId: 'M1' }]);
      expect(await contacts.standing(owner, subject)).toMatchObject({ isKeeper: false });
      await erase(owner, subject);
      expect(await revisionsOf('M1')).toHaveLength(2);
      expect(await funnel.count('contact', 'project_id = $1', [subject.id])).toBe(0);
    });
  });

  describe('after their time', () => {
    const at = async (days: number) => {
      const clock: Clock = { now: () => new Date(Date.now() + days * dayMs) };
      const useCase = new EraseEndedContacts(
        contacts,
        funnel.get(UnitOfWork),
        funnel.get(AuditLog),
        clock,
        new RetentionSettings(180),
      );
      return useCase.execute();
    };
    const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

    beforeEach(() => funnel.sql('delete from contact'));

    it.each<[string, string, (id: string) => Promise<unknown>]>([
      ['the project was withdrawn', 'N1', (id) => funnel.get(ProjectStore).withdraw(owner, id)],
      [
        'it was sealed',
        'N2',
        () => funnel.get(ProjectStore).sealByKey(owner, [{ channel: 'open-call', externalId: 'N2' }]),
      ],
      [
        'consent was taken back',
        'N3',
        () => store(owner, 'projects', project('N3', { consentToPush: false, contactRef: 'on-file' })),
      ],
    ])('go half a year after %s', async (_name, externalId, end) => {
      await store(owner, 'projects', project(externalId, { contact: zhang }));
      const subject = await subjectOf(externalId);
      expect(await at(400)).toBe(0);
      await end(subject.id);
      expect(await at(179)).toBe(0);
      expect(await at(181)).toBe(1);
      expect(await at(181)).toBe(0);
      expect(await contacts.read(owner, subject)).toBeUndefined();
      const [event] = await funnel.sql(
        'select action, principal_id, reason from audit_event where subject_id = $1 order by id desc limit 1',
        [subject.id],
      );
      expect(event).toEqual({ action: 'contact.erase', principal_id: null, reason: 'retention' });
    });

    it('go half a year after the record has lapsed', async () => {
      await store(owner, 'projects', project('O1', { contact: zhang, validUntil: inDays(10) }));
      expect(await at(10 + 179)).toBe(0);
      expect(await at(10 + 182)).toBe(1);
    });

    it('stay while the project lives, also without a consent that was never given, and when it came back', async () => {
      await store(
        owner,
        'projects',
        project('P1', { contact: zhang }),
        project('P2', { contact: zhang, consentToPush: false }),
        project('P3', { contact: zhang }),
        project('P4', { contact: zhang, validUntil: inDays(2_000) }),
      );
      await funnel.get(ProjectStore).withdraw(owner, (await subjectOf('P3')).id);
      await store(owner, 'projects', project('P3', { contact: zhang, title: '新题' }));
      expect(await at(1_000)).toBe(0);
    });

    it('that were given anew count from that day', async () => {
      await store(owner, 'projects', project('Q1', { contact: zhang }));
      const { id } = await subjectOf('Q1');
      await funnel.get(ProjectStore).withdraw(owner, id);
      await funnel.sql(`update contact set updated_at = now() + interval '30 days' where project_id = $1`, [id]);
      expect(await at(181)).toBe(0);
      expect(await at(211)).toBe(1);
    });

    it('keep no push going: the record still says that there was one', async () => {
      const scene = await funnel.scene();
      const [projectId] = scene.projectIds;
      await funnel.revise(scene.owner, projectId!, 2, { contactRef: 'on-file', ownership: 'sole' });
      const { shortlistId } = await funnel.shortlist(scene);
      await funnel.get(PushRepository).freeze(scene.host, shortlistId, undefined);
      const claim = await funnel.get(PushRepository).claim(shortlistId, 60_000);
      const entry = claim!.entries.find(({ project: { id } }) => id === projectId);
      expect(entry!.current).not.toHaveProperty('contactRef');
    });

    it('are looked for a few times a day, by one process at a time', async () => {
      const uow = funnel.get(UnitOfWork);
      expect(await uow.run(() => contacts.isErasureDue(6))).toBe(true);
      await funnel.sql(
        `insert into outbox (queue, name, key, payload) values ('ingest', 'erase-contacts.v1', 'erase-contacts', '{}')`,
      );
      expect(await uow.run(() => contacts.isErasureDue(6))).toBe(false);
      await funnel.sql(`update outbox set created_at = now() - interval '7 hours'`);
      expect(await uow.run(() => contacts.isErasureDue(6))).toBe(true);
    });
  });

  describe('as a host sees them', () => {
    const standing = (scope: Scope, id: string) => contacts.standing(scope, { kind: 'project', id });

    it('come in sight with the frozen list, and are agreed upon by an answer of level 3', async () => {
      const scene = await funnel.scene();
      const projectId = scene.projectIds[0]!;
      expect(await standing(scene.host, projectId)).toEqual({ isKeeper: false, isListed: false, isAgreed: false });
      expect(await standing(scene.owner, projectId)).toMatchObject({ isKeeper: true });
      const { invitationId } = await funnel.pushed(scene);
      expect(await standing(scene.host, projectId)).toEqual({ isKeeper: false, isListed: true, isAgreed: false });
      const answer = (level: 2 | 3) => {
        const said = { level, modes: [], reasonCodes: [] };
        return funnel.get(IntentRepository).answer(scene.enterprise, invitationId, projectId, said, '2026-06-01');
      };
      await answer(2);
      expect(await standing(scene.host, projectId)).toMatchObject({ isAgreed: false });
      await answer(3);
      expect(await standing(scene.host, projectId)).toEqual({ isKeeper: false, isListed: true, isAgreed: true });
      const other = await funnel.organisation();
      expect(await standing(other, projectId)).toEqual({ isKeeper: false, isListed: false, isAgreed: false });
      await answer(2);
      expect(await standing(scene.host, projectId)).toMatchObject({ isAgreed: false });
    });

    it.each<[string, object, 'active' | 'withdrawn' | 'sealed']>([
      ['consent', { consentToPush: false }, 'active'],
      ['the project itself', {}, 'withdrawn'],
      ['the seal', {}, 'sealed'],
    ])('go out of sight with %s', async (_name, said, status) => {
      const scene = await funnel.scene();
      const projectId = scene.projectIds[0]!;
      await funnel.pushed(scene);
      await funnel.revise(scene.owner, projectId, 2, said, status);
      expect(await standing(scene.host, projectId)).toMatchObject({ isListed: false });
    });

    it('are agreed upon by a published pick', async () => {
      const scene = await funnel.scene();
      await funnel.pushed(scene);
      const lists = funnel.get(PickListRepository);
      const pick = (position: number) => ({
        position,
        projectId: scene.projectIds[position - 1]!,
        revision: 1,
        score: 0.5,
        terms: [],
        reasons: [],
        answers: { count: 0, interested: 0 },
        pinned: false,
      });
      const id = await lists.add(scene.host, scene.roadshowId, {
        profileVersion: 1,
        requested: 1,
        limits: [],
        picks: [pick(1)],
        reserves: [{ ...pick(2), position: 1 }],
      });
      expect(await standing(scene.host, scene.projectIds[0]!)).toMatchObject({ isAgreed: false });
      await lists.publish(scene.host, id);
      expect(await standing(scene.host, scene.projectIds[0]!)).toMatchObject({ isAgreed: true });
      expect(await standing(scene.host, scene.projectIds[1]!)).toMatchObject({ isAgreed: false });
    });
  });

  it('shown to a principal are counted from the given moment on', async () => {
    const uow = funnel.get(UnitOfWork);
    const start = new Date(Date.now() - dayMs);
    const event = (action: string) => ({ action, subjectType: 'project', subjectId: 'x' });
    const count = (since: Date) => uow.run(() => contacts.revealsSince(owner, since));
    await uow.run(async () => {
      await funnel.get(AuditLog).record(owner, event('contact.reveal'));
      await funnel.get(AuditLog).record(owner, event('contact.update'));
      await funnel.get(AuditLog).record(await funnel.organisation(), event('contact.reveal'));
    });
    expect(await count(start)).toBe(1);
    expect(await count(new Date(Date.now() + dayMs))).toBe(0);
  });
});
