import { answerOf } from './error-answer';
import { isDependencyFailure } from './dependency-failure';

/** As TypeORM does it. */
const wrapped = (driverError: Error) => Object.assign(new Error('wrapped'), { driverError });
const withCode = (code: string) => Object.assign(new Error('told by the server'), { code });

describe('isDependencyFailure', () => {
  it.each(['08000', '08006', '08P01', '57P01', '57P02', '57P03', '53300'])('knows the state %s', (state) => {
    expect(isDependencyFailure(withCode(state))).toBe(true);
    expect(isDependencyFailure(wrapped(withCode(state)))).toBe(true);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND'])('knows %s', (code) => {
    expect(isDependencyFailure(withCode(code))).toBe(true);
    // As for a host name with several addresses.
    expect(isDependencyFailure(Object.assign(new AggregateError([withCode(code)]), { code }))).toBe(true);
  });

  it.each([
    'Connection terminated',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('knows what the driver says without a code: %s', (message) => {
    expect(isDependencyFailure(new Error(message))).toBe(true);
    expect(isDependencyFailure(wrapped(new Error(message)))).toBe(true);
  });

  it.each([
    withCode('23505'),
    withCode('57014'),
    withCode('53200'),
    withCode('0800'),
    new Error('boom'),
    'Connection terminated',
    undefined,
  ])('leaves other faults alone: %s', (error) => {
    expect(isDependencyFailure(error)).toBe(false);
  });

  it('becomes an answer that says when to come back', () => {
    expect(answerOf(withCode('57P01'))).toEqual({ status: 503, code: 'dependency.unavailable', retryAfterSeconds: 5 });
  });
});
