import { DomainError } from '@throughtrain/domain';
import { errorFacts } from './error-facts';

describe('errorFacts', () => {
  it('leaves out what errors of the database and of the core carry', () => {
    const driver = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (name)=(张三)' });
    const failed = Object.assign(new Error('query failed', { cause: driver }), {
      query: 'insert into secret',
      parameters: ['张三'],
      driverError: driver,
    });
    const facts = errorFacts(failed);
    expect(facts).toMatchObject({
      type: 'Error',
      message: 'query failed',
      cause: { message: 'duplicate key', code: '23505' },
    });
    expect(JSON.stringify(facts)).not.toContain('张三');
    expect(JSON.stringify(errorFacts(new DomainError('invalid', 'domain.unknown', { domain: '张三' })))).not.toContain(
      '张三',
    );
  });

  it('ends at a few causes, also when they form a ring', () => {
    const error = new Error('ring');
    error.cause = error;
    expect(errorFacts(error).cause?.cause?.cause?.cause).toBeUndefined();
  });

  it('keeps nothing of what is no error', () => {
    expect(errorFacts('tt_secret')).toEqual({ type: 'string', message: 'something that is no error was thrown' });
  });
});
