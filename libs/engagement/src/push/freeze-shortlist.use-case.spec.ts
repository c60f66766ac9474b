import { pushShortlist } from '@throughtrain/contracts';
import { AuditLog, Clock, Outbox, UnitOfWork, type AuditEntry, type OutboxJob, type Scope } from '@throughtrain/domain';
import { PushRepository } from '../ports/push.repository.port';
import { FreezeShortlist } from './freeze-shortlist.use-case';

const scope: Scope = { principalId: 'p', organisationId: 'o', roles: ['host'] };
const notAsked = (): never => {
  throw new Error('a freeze does not ask for this');
};

/** What a freeze did, in its order. */
class Book {
  readonly done: unknown[][] = [];
}
class FakePushes extends PushRepository {
  constructor(private readonly book: Book) {
    super();
  }
  override async freeze(_scope: Scope, shortlistId: string, deadline: string | undefined): Promise<void> {
    this.book.done.push(['freeze', shortlistId, deadline]);
  }
  override claim = notAsked;
  override invite = notAsked;
  override finish = notAsked;
  override abandoned = notAsked;
  override release = notAsked;
}
class FakeUnitOfWork extends UnitOfWork {
  override run<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}
class FakeOutbox extends Outbox {
  constructor(private readonly book: Book) {
    super();
  }
  override async add<Payload extends object>(job: OutboxJob<Payload>, payload: Payload): Promise<void> {
    this.book.done.push(['job', job.name, payload]);
  }
}
class FakeAudit extends AuditLog {
  constructor(private readonly book: Book) {
    super();
  }
  override async record(_scope: Scope, { action }: AuditEntry): Promise<void> {
    this.book.done.push(['audit', action]);
  }
}
/** The last moment of a day in China, so that a slip to the next day would show. */
class FakeClock extends Clock {
  override now(): Date {
    return new Date('2026-03-15T15:59:59.999Z');
  }
}

function setUp() {
  const book = new Book();
  const useCase = new FreezeShortlist(
    new FakePushes(book),
    new FakeUnitOfWork(),
    new FakeOutbox(book),
    new FakeAudit(book),
    new FakeClock(),
  );
  return { book, freeze: (deadline?: string) => useCase.execute(scope, 's', deadline) };
}

describe('FreezeShortlist', () => {
  it.each(['2026-03-15', '2026-03-16', '2027-01-01', undefined])('freezes with the deadline %p', async (deadline) => {
    const { book, freeze } = setUp();
    await freeze(deadline);
    expect(book.done).toEqual([
      ['freeze', 's', deadline],
      ['audit', 'shortlist.freeze'],
      ['job', pushShortlist.name, { shortlistId: 's' }],
    ]);
  });

  it.each(['2026-03-14', '2025-12-31', '0001-01-01'])('refuses the deadline %p, which has passed', async (deadline) => {
    const { book, freeze } = setUp();
    await expect(freeze(deadline)).rejects.toMatchObject({ kind: 'invalid', code: 'invitation.deadline-past' });
    expect(book.done).toEqual([]);
  });
});
