import { pushShortlist } from '@throughtrain/contracts';
import { Outbox, UnitOfWork } from '@throughtrain/domain';
import { PushRepository, type InvitationProject } from '@throughtrain/engagement';
import { RoadshowRepository, ShortlistRepository } from '@throughtrain/matching';
import { demandMatch, domainError, Funnel, leaseLost, notFound, type Scene } from './funnel-fixture';

const minute = 60_000;

describe('pushing a shortlist', () => {
  let funnel: Funnel;
  let pushes: PushRepository;
  let scene: Scene;
  let shortlistId: string;

  beforeAll(async () => {
    funnel = await Funnel.open();
    pushes = funnel.get(PushRepository);
  });
  afterAll(() => funnel.close());
  beforeEach(async () => {
    scene = await funnel.scene();
    ({ shortlistId } = await funnel.shortlist(scene));
  });

  const freeze = (deadline?: string) => pushes.freeze(scene.host, shortlistId, deadline);
  const claimAndDie = () => pushes.claim(shortlistId, 0);
  const part = (): InvitationProject[] => {
    const { demandId, relevance, match, words } = demandMatch(scene);
    return scene.projectIds.map((projectId) => ({ projectId, demandId, relevance, match, words }));
  };
  const invite = (fence: number, projects = part()) =>
    pushes.invite(shortlistId, fence, scene.enterprise.organisationId, projects, minute);
  const invitations = () => funnel.count('invitation', 'shortlist_id = $1', [shortlistId]);
  const invited = () =>
    funnel.sql<Record<string, unknown>>(
      `select i.project_id as "projectId", i.demand_id as "demandId", i.relevance, i.match, i.words, i.position
         from invitation_project i join invitation v on v.id = i.invitation_id where v.shortlist_id = $1 order by i.position`,
      [shortlistId],
    );

  it('freezes a draft once, with its deadline', async () => {
    await freeze('2026-09-01');
    await expect(funnel.get(ShortlistRepository).find(scene.host, shortlistId)).resolves.toMatchObject({
      state: 'frozen',
      deadline: '2026-09-01',
      frozenAt: expect.any(Date),
    });
    await expect(freeze()).rejects.toMatchObject(domainError('conflict', 'shortlist.already-frozen'));
    const [row] = await funnel.sql<{ by: string }>('select frozen_by as by from shortlist where id = $1', [
      shortlistId,
    ]);
    expect(row!.by).toBe(scene.host.principalId);
  });

  it('is not possible for another host, nor before the freeze', async () => {
    const other = (await funnel.scene()).host;
    await expect(pushes.freeze(other, shortlistId, undefined)).rejects.toMatchObject(notFound);
    await expect(pushes.claim(shortlistId, minute)).rejects.toMatchObject(
      domainError('conflict', 'shortlist.not-frozen'),
    );
  });

  it('reads who is enrolled, and each entry as it was ranked and as it is now', async () => {
    const said = { title: 'ranked', ownership: 'sole', contactRef: 'c-1', consentToPush: true } as const;
    const [, changed, withdrawn] = scene.projectIds as [string, string, string];
    await funnel.revise(scene.owner, changed, 2, { ...said, title: 'now', consentToPush: false });
    await funnel.revise(scene.owner, withdrawn, 2, said, 'withdrawn');
    const second = await funnel.enterprise(scene.host);
    await funnel.get(RoadshowRepository).enrol(scene.host, scene.roadshowId, [second.externalId]);
    await freeze();

    const claim = await pushes.claim(shortlistId, minute);
    expect(claim!.fence).toBe(1);
    expect(claim!.enterpriseIds).toEqual([scene.enterprise.organisationId, second.organisationId].sort());
    expect(claim!.entries.map(({ project }) => [project.id, project.revision, project.title])).toEqual(
      scene.projectIds.map((id, index) => [id, 1, ['first', 'second', 'third'][index]]),
    );
    expect(claim!.entries.map(({ current }) => current)).toStrictEqual([
      { status: 'active', consentToPush: true, lacksAuthority: false },
      { status: 'active', consentToPush: false, lacksAuthority: false, ownership: 'sole', contactRef: 'c-1' },
      { status: 'withdrawn', consentToPush: true, lacksAuthority: false, ownership: 'sole', contactRef: 'c-1' },
    ]);
    const { demandId, enterpriseId, relevance, match, words } = demandMatch(scene);
    expect(claim!.entries[0]!.matches).toStrictEqual([{ demandId, enterpriseId, relevance, match, words }]);
  });

  it('knows what an agency submits for others without saying by what right', async () => {
    const [first, second, third] = scene.projectIds as [string, string, string];
    const authority = { basis: 'letter', reference: '授2026-3', grantedOn: '2026-01-01' } as const;
    const ofOwner = [scene.owner.organisationId];
    await funnel.sql(`update organisation set kind = 'agency' where id = $1`, ofOwner);
    const [agency] = await funnel.sql<{ name: string }>('select name from organisation where id = $1', ofOwner);
    await funnel.revise(scene.owner, first, 2, { institution: { name: '别的研究所' } });
    await funnel.revise(scene.owner, second, 2, { institution: { name: '别的研究所' }, authority });
    await funnel.revise(scene.owner, third, 2, { institution: { name: agency!.name } });
    await freeze();
    const claim = await pushes.claim(shortlistId, minute);
    expect(claim!.entries.map(({ current }) => current.lacksAuthority)).toEqual([true, false, false]);
  });

  it('writes an invitation whole and once, with positions from 1', async () => {
    await freeze('2026-09-01');
    await pushes.claim(shortlistId, minute);
    await invite(1);
    await invite(1, part().reverse());
    await Promise.all([invite(1), invite(1)]);
    await expect(invitations()).resolves.toBe(1);
    await expect(invited()).resolves.toEqual(part().map((project, index) => ({ ...project, position: index + 1 })));
    const [row] = await funnel.sql<object>(
      'select deadline::text as deadline, host_id from invitation where shortlist_id = $1',
      [shortlistId],
    );
    expect(row).toEqual({ deadline: '2026-09-01', host_id: scene.host.organisationId });
  });

  it('writes nothing of an invitation that cannot be written whole', async () => {
    await freeze();
    await pushes.claim(shortlistId, minute);
    const [first] = part();
    await expect(invite(1, [first!, first!])).rejects.toThrow();
    await expect(invitations()).resolves.toBe(0);
    await invite(1);
    await expect(invited()).resolves.toHaveLength(3);
  });

  it('goes on after a crash: what was sent stays, the dead worker is refused', async () => {
    await freeze();
    await claimAndDie();
    await funnel.sql('insert into invitation (shortlist_id, host_id, enterprise_id) values ($1, $2, $3)', [
      shortlistId,
      scene.host.organisationId,
      scene.enterprise.organisationId,
    ]);
    expect((await pushes.claim(shortlistId, minute))!.fence).toBe(2);
    await expect(invite(1)).rejects.toMatchObject(leaseLost);
    await expect(pushes.finish(shortlistId, 1)).rejects.toMatchObject(leaseLost);
    await expect(invited()).resolves.toEqual([]);
    await invite(2);
    await expect(invited()).resolves.toHaveLength(3);
    await pushes.finish(shortlistId, 2);
    await expect(invitations()).resolves.toBe(1);
  });

  it('is held by one worker and over when it is finished', async () => {
    await freeze();
    const claims = await Promise.allSettled([pushes.claim(shortlistId, minute), pushes.claim(shortlistId, minute)]);
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(claims.find(({ status }) => status === 'rejected')).toMatchObject({ reason: leaseLost });
    await pushes.finish(shortlistId, 1);
    await expect(pushes.claim(shortlistId, minute)).resolves.toBeUndefined();
    await expect(pushes.finish(shortlistId, 1)).rejects.toMatchObject(leaseLost);
    await expect(funnel.get(ShortlistRepository).find(scene.host, shortlistId)).resolves.toMatchObject({
      pushedAt: expect.any(Date),
    });
  });

  it('refuses a second frozen list of the same roadshow and domain, also when both come at once', async () => {
    const { shortlistId: later } = await funnel.shortlist(scene);
    const work = funnel.get(UnitOfWork);
    const both = [shortlistId, later].map((id) => work.run(() => pushes.freeze(scene.host, id, undefined)));
    const settled = await Promise.allSettled(both);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: domainError('conflict', 'shortlist.other-frozen'),
    });
  });

  it('can be claimed at once after a failed attempt has given it back', async () => {
    await freeze();
    await pushes.claim(shortlistId, minute);
    await pushes.release(shortlistId, 1);
    await expect(pushes.claim(shortlistId, minute)).resolves.toMatchObject({ fence: 2 });
    await pushes.release(shortlistId, 1);
    await expect(pushes.claim(shortlistId, minute)).rejects.toMatchObject(leaseLost);
  });

  it('renews its lease with every invitation', async () => {
    await freeze();
    await claimAndDie();
    await invite(1);
    await expect(pushes.claim(shortlistId, minute)).rejects.toMatchObject(leaseLost);
  });

  it('is abandoned when nobody holds it and no job waits for it', async () => {
    const age = () =>
      funnel.sql(`update shortlist set frozen_at = now() - interval '31 seconds' where id = $1`, [shortlistId]);
    await expect(pushes.abandoned(1_000)).resolves.not.toContain(shortlistId);
    await freeze();
    await expect(pushes.abandoned(1_000)).resolves.not.toContain(shortlistId);
    await age();
    await expect(pushes.abandoned(1_000)).resolves.toContain(shortlistId);
    await funnel.get(UnitOfWork).run(() => funnel.get(Outbox).add(pushShortlist, { shortlistId }));
    await expect(pushes.abandoned(1_000)).resolves.not.toContain(shortlistId);
    await funnel.sql('update outbox set relayed_at = now()');
    await claimAndDie();
    await expect(pushes.abandoned(1_000)).resolves.toContain(shortlistId);
    await pushes.claim(shortlistId, minute);
    await expect(pushes.abandoned(1_000)).resolves.not.toContain(shortlistId);
    await pushes.finish(shortlistId, 2);
    await expect(pushes.abandoned(1_000)).resolves.not.toContain(shortlistId);
  });
});
