import { AuditLog, Outbox, UnitOfWork, type OutboxJob, type Scope } from '@throughtrain/domain';
import { FakeLibraryFeed } from '@throughtrain/testing';
import { MatchRunRepository, type MatchRun, type MatchRunInput } from '../ports/match-run.repository.port';
import { PinRunInput } from './pin-run-input.use-case';
import { RequestMatchRun } from './request-match-run.use-case';

const scope: Scope = { principalId: 'p', organisationId: 'o', roles: ['host'] };
const input = { libraryPosition: 'server:1' } as MatchRunInput;
const notAsked = (): never => {
  throw new Error('a request does not ask for this');
};

/** The order in which a request did what it did. */
let steps: string[];
beforeEach(() => {
  steps = [];
});

class Feed extends FakeLibraryFeed {
  constructor(private readonly settles: boolean) {
    super();
  }
  override async settle(): Promise<boolean> {
    steps.push('settle');
    return this.settles;
  }
}
let unfinished: string | undefined;
/** What the last run that was added pins. */
let added: MatchRunInput | undefined;
let state: MatchRun['state'];
beforeEach(() => {
  state = 'completed';
});

class Runs extends MatchRunRepository {
  override async add(_scope: Scope, run: { readonly input: MatchRunInput }): Promise<string> {
    steps.push('add');
    added = run.input;
    return 'run';
  }
  override async find(_scope: Scope, id: string): Promise<MatchRun> {
    const [progress, createdAt] = [{ stage: 'queued', done: 0, total: 0 } as const, new Date(0)];
    return { id, roadshowId: 'r', state, progress, pinned: { ...input, demands: 0 }, createdAt };
  }
  override async inputOf(): Promise<MatchRunInput> {
    return { ...input, libraryPosition: 'server:0' };
  }
  override snapshot = notAsked;
  override expertScores = notAsked;
  override list = notAsked;
  override claim = notAsked;
  override progress = notAsked;
  override complete = notAsked;
  override fail = notAsked;
  override cancel = notAsked;
  override exclusions = notAsked;
  override abandoned = notAsked;
  override release = notAsked;
  override watch = notAsked;
  override async unfinished(): Promise<string | undefined> {
    steps.push('unfinished');
    return unfinished;
  }
}
class Work extends UnitOfWork {
  override async run<T>(work: () => Promise<T>): Promise<T> {
    steps.push('begin');
    const done = await work();
    steps.push('commit');
    return done;
  }
}
class Jobs extends Outbox {
  override async add<Payload extends object>({ name }: OutboxJob<Payload>): Promise<void> {
    steps.push(name);
  }
}
class Audit extends AuditLog {
  override async record(): Promise<void> {
    steps.push('audit');
  }
}

function setUp(settles: boolean): RequestMatchRun {
  const pin = Object.assign(Object.create(PinRunInput.prototype) as PinRunInput, {
    execute: async () => {
      steps.push('pin');
      return input;
    },
  });
  return new RequestMatchRun(new Runs(), pin, new Feed(settles), new Work(), new Jobs(), new Audit());
}

describe('RequestMatchRun', () => {
  it.each([true, false])(
    'lets the library settle before its transaction begins, and goes on and says so when it answers %p',
    async (settles) => {
      expect(await setUp(settles).execute(scope, 'r')).toMatchObject({ id: 'run' });
      expect(added).toEqual({ ...input, librarySettled: settles });
      expect(steps).toEqual(['settle', 'begin', 'unfinished', 'pin', 'add', 'audit', 'run-match.v1', 'commit']);
    },
  );

  it('refuses a second run while one of the roadshow goes on', async () => {
    unfinished = 'other';
    await expect(setUp(true).execute(scope, 'r')).rejects.toMatchObject({
      code: 'match-run.already-running',
      details: { matchRunId: 'other' },
    });
    expect(steps).not.toContain('add');
    unfinished = undefined;
  });

  it('needs nothing settled to repeat a recorded run', async () => {
    expect(await setUp(true).replay(scope, 'earlier')).toMatchObject({ id: 'run' });
    expect(added?.libraryPosition).toBe('server:0');
    expect(steps).not.toContain('settle');
    expect(steps).not.toContain('pin');
  });

  it.each(['queued', 'running', 'failed', 'cancelled'] as const)('does not repeat a run that is %s', async (told) => {
    state = told;
    await expect(setUp(true).replay(scope, 'earlier')).rejects.toMatchObject({
      kind: 'conflict',
      code: 'match-run.not-completed',
    });
    expect(steps).not.toContain('add');
  });
});
