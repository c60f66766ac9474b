import { UnitOfWork, type Scope } from '@throughtrain/domain';
import type { ContactStanding, ContactStore } from '../ports/contact-store.port';
import { RevealContact, RevealSettings } from './reveal-contact.use-case';

class Inline extends UnitOfWork {
  override run<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}

const agency: Scope = { principalId: 'p', organisationId: 'o', roles: ['agency'] };
const host: Scope = { ...agency, roles: ['host'] };
const subject = { kind: 'project', id: 'x' } as const;
const contact = { name: '张三', phone: '13812345678' };

function bench({ standing = {}, reveals = 0, found = true }: BenchOptions = {}) {
  const contacts = {
    standing: () => Promise.resolve({ isKeeper: false, isListed: false, isAgreed: false, ...standing }),
    revealsSince: jest.fn(() => Promise.resolve(reveals)),
    read: jest.fn(() => Promise.resolve(found ? contact : undefined)),
  };
  const audit = { record: jest.fn(() => Promise.resolve()) };
  // Half past midnight in China, the day before elsewhere.
  const clock = { now: () => new Date('2026-06-01T16:30:00Z') };
  const useCase = new RevealContact(
    contacts as unknown as ContactStore,
    new Inline(),
    audit,
    clock,
    new RevealSettings(3),
  );
  const reveal = (scope: Scope, reason = '通知路演时间') => useCase.execute(scope, subject, reason);
  return { reveal, contacts, audit };
}

interface BenchOptions {
  standing?: Partial<ContactStanding>;
  reveals?: number;
  found?: boolean;
}

describe('RevealContact', () => {
  it('shows a contact and records who saw it and why, but not what', async () => {
    const { reveal, audit } = bench({ standing: { isKeeper: true } });
    expect(await reveal(agency)).toEqual(contact);
    expect(audit.record.mock.calls).toEqual([
      [agency, { action: 'contact.reveal', subjectType: 'project', subjectId: 'x', reason: '通知路演时间' }],
    ]);
  });

  it.each<[string, Scope, BenchOptions, string]>([
    ['a stranger', host, {}, 'resource.not-found'],
    ['a host with nobody who wants to meet', host, { standing: { isListed: true } }, 'contact.not-agreed'],
    ['who asks for too many', agency, { standing: { isKeeper: true }, reveals: 3 }, 'contact.reveal-limit'],
    ['who asks where none is', agency, { standing: { isKeeper: true }, found: false }, 'contact.none'],
  ])('shows none to %s and records nothing', async (_who, scope, options, code) => {
    const { reveal, audit } = bench(options);
    await expect(reveal(scope)).rejects.toMatchObject({ code });
    expect(audit.record).not.toHaveBeenCalled();
  });

  it('reads nothing for those who may not see it', async () => {
    const { reveal, contacts } = bench({ standing: { isListed: true } });
    await expect(reveal(host)).rejects.toThrow();
    expect(contacts.read).not.toHaveBeenCalled();
  });

  it('takes no reason that tells of a person', async () => {
    const { reveal } = bench({ standing: { isKeeper: true } });
    await expect(reveal(agency, '回电13812345678')).rejects.toMatchObject({ code: 'reason.personal-data' });
  });

  it('counts by the day in China and says when the next one begins', async () => {
    const { reveal, contacts } = bench({ standing: { isKeeper: true }, reveals: 3 });
    await expect(reveal(agency)).rejects.toMatchObject({ details: { perDay: 3, retryAfterSeconds: 84_600 } });
    expect(contacts.revealsSince).toHaveBeenCalledWith(agency, new Date('2026-06-01T16:00:00Z'));
  });
});
