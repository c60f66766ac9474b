import { AuditLog, Clock, UnitOfWork, type AuditEntry, type Scope } from '@throughtrain/domain';
import type { Intent, IntentAnswer, IntentRepository } from '../ports/intent.repository.port';
import { AnswerInvitation } from './answer-invitation.use-case';

const scope: Scope = { principalId: 'p', organisationId: 'o', roles: ['enterprise'] };
const keen: IntentAnswer = { level: 3, modes: [], reasonCodes: [] };
const intent: Intent = { ...keen, version: 2, answeredAt: new Date(0) };

class Work extends UnitOfWork {
  override run<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}
/** Half past midnight in China, while UTC is still on the day before. */
class Now extends Clock {
  override now(): Date {
    return new Date('2026-07-31T16:30:00Z');
  }
}

function setUp(isNew: boolean) {
  const audited: AuditEntry[] = [];
  class Audit extends AuditLog {
    override async record(_scope: Scope, entry: AuditEntry): Promise<void> {
      audited.push(entry);
    }
  }
  const answer = jest.fn(async () => ({ intent, isNew }));
  const intents = { answer } as unknown as IntentRepository;
  return { audited, answer, useCase: new AnswerInvitation(intents, new Work(), new Audit(), new Now()) };
}

describe('AnswerInvitation', () => {
  it('asks by the day of China, and keeps a trace of the answer', async () => {
    const { audited, answer, useCase } = setUp(true);
    await expect(useCase.execute(scope, 'i', 'x', keen)).resolves.toBe(intent);
    expect(answer).toHaveBeenCalledWith(scope, 'i', 'x', keen, '2026-08-01');
    expect(audited).toEqual([
      {
        action: 'intent.answer',
        subjectType: 'invitation',
        subjectId: 'i',
        after: { projectId: 'x', version: 2, level: 3 },
      },
    ]);
  });

  it('keeps none of an answer that is said again', async () => {
    const { audited, useCase } = setUp(false);
    await expect(useCase.execute(scope, 'i', 'x', keen)).resolves.toBe(intent);
    expect(audited).toEqual([]);
  });

  it('takes reasons for declining with level 0 only', async () => {
    const { answer, useCase } = setUp(true);
    const odd: IntentAnswer = { ...keen, reasonCodes: ['too-early'] };
    await expect(useCase.execute(scope, 'i', 'x', odd)).rejects.toMatchObject({
      code: 'intent.reason-without-refusal',
    });
    expect(answer).not.toHaveBeenCalled();
  });
});
