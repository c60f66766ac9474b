import { AuditLog, Clock, UnitOfWork, type AuditEntry, type Scope } from '@throughtrain/domain';
import { ProjectLife, type LifeState, type ProjectAct, type StoredProject } from '../index';
import { ConfirmProject } from './confirm-project.use-case';
import { ConfirmProjects } from './confirm-projects.use-case';

const scope: Scope = { principalId: 'p', organisationId: 'o', roles: ['owner'] };

class Inline extends UnitOfWork {
  override run<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}

class Noon extends Clock {
  override now(): Date {
    return new Date('2026-06-15T04:00:00.000Z');
  }
}

class Life extends ProjectLife {
  acts: readonly ProjectAct[] = [];

  constructor(private readonly states: readonly LifeState[]) {
    super();
  }

  override lock(): Promise<readonly LifeState[]> {
    return Promise.resolve(this.states);
  }

  override revise(_scope: Scope, acts: readonly ProjectAct[]): Promise<void> {
    this.acts = acts;
    return Promise.resolve();
  }

  override due(): Promise<readonly StoredProject[]> {
    return Promise.resolve([]);
  }
}

class Audit extends AuditLog {
  readonly entries: AuditEntry[] = [];

  override record(_scope: Scope, entry: AuditEntry): Promise<void> {
    this.entries.push(entry);
    return Promise.resolve();
  }
}

const state = (projectId: string, said: Partial<LifeState> = {}): LifeState => ({
  projectId,
  revision: 3,
  status: 'active',
  consentToPush: true,
  ...said,
});

function bench(...states: LifeState[]) {
  const [life, audit] = [new Life(states), new Audit()];
  const all = new ConfirmProjects(life, new Inline(), audit, new Noon());
  return { life, audit, all, one: new ConfirmProject(all) };
}

describe('ConfirmProjects', () => {
  it('confirms for today in China, each project once', async () => {
    const { all, life, audit } = bench(state('a'), state('b', { confirmedOn: '2025-06-14', validUntil: '2026-06-15' }));
    expect(await all.execute(scope, ['b', 'a', 'b'])).toEqual([
      { projectId: 'b', outcome: 'confirmed', revision: 4 },
      { projectId: 'a', outcome: 'confirmed', revision: 4 },
    ]);
    const says = { confirmedOn: '2026-06-15' };
    expect(life.acts).toEqual(['b', 'a'].map((projectId) => ({ projectId, revision: 3, act: 'confirmation', says })));
    expect(audit.entries.map(({ subjectId, after }) => [subjectId, after])).toEqual([
      ['b', { revision: 4, ...says }],
      ['a', { revision: 4, ...says }],
    ]);
  });

  it('leaves what is confirmed for that day or a later one, but for a day to come', async () => {
    const { all, life } = bench(
      state('same', { confirmedOn: '2026-06-01' }),
      state('later', { confirmedOn: '2026-06-15' }),
      state('slip', { confirmedOn: '2062-06-01' }),
    );
    const confirmations = await all.execute(scope, ['same', 'later', 'slip'], '2026-06-01');
    expect(confirmations.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'confirmed']);
    expect(life.acts.map(({ projectId }) => projectId)).toEqual(['slip']);
  });

  it('judges each project by itself', async () => {
    const { all, audit } = bench(
      state('withdrawn', { status: 'withdrawn' }),
      state('sealed', { status: 'sealed' }),
      state('expired', { validUntil: '2026-06-14' }),
    );
    const confirmations = await all.execute(scope, ['withdrawn', 'sealed', 'expired', 'foreign']);
    expect(confirmations.map((one) => ('code' in one ? one.code : one.outcome))).toEqual([
      'project.already-withdrawn',
      'project.sealed',
      'project.expired',
      'resource.not-found',
    ]);
    expect(audit.entries).toEqual([]);
  });

  it('takes no day to come', async () => {
    const error = { kind: 'invalid', code: 'project.confirmation-in-future' };
    await expect(bench(state('a')).all.execute(scope, ['a'], '2026-06-16')).rejects.toMatchObject(error);
  });
});

describe('ConfirmProject', () => {
  it('answers with the revision that holds the confirmation', async () => {
    await expect(bench(state('a')).one.execute(scope, 'a')).resolves.toEqual({ revision: 4 });
    const confirmed = state('a', { confirmedOn: '2026-06-15' });
    await expect(bench(confirmed).one.execute(scope, 'a')).resolves.toEqual({ revision: 3 });
  });

  it('throws what was refused', async () => {
    await expect(bench().one.execute(scope, 'a')).rejects.toMatchObject({ kind: 'not-found' });
    const expired = bench(state('a', { validUntil: '2026-06-14' })).one.execute(scope, 'a');
    await expect(expired).rejects.toMatchObject({ kind: 'conflict', code: 'project.expired' });
  });
});
