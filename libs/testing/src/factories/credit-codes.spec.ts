import { isCreditCode } from '@throughtrain/domain';
import { creditCodeOf } from './credit-codes';

describe('creditCodeOf', () => {
  it('makes distinct codes that pass the check', () => {
    const codes = Array.from({ length: 200 }, (_, number) => creditCodeOf(number * 37));
    expect(codes.every(isCreditCode)).toBe(true);
    expect(new Set(codes).size).toBe(200);
  });
});
