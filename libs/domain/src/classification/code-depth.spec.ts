import { hte2016 } from '../data/hte-2016';
import { codeDepth } from './code-depth';

const codes = (hteCodes: readonly string[], seiCodes: readonly string[] = []) => ({ hteCodes, seiCodes });

describe('codeDepth', () => {
  it.each([
    [['60302'], ['60302'], 3],
    [['60302'], ['60303'], 2],
    [['60302'], ['60101'], 1],
    [['60302'], ['40204'], 0],
    [['40204', '60303'], ['60302', '10101'], 2],
  ] as const)('%p and %p: %p', (left, right, depth) => {
    expect(codeDepth(codes(left, ['5.2']), codes(right, ['5.2']))).toBe(depth);
    expect(codeDepth(codes(right), codes(left))).toBe(depth);
  });

  it('reads SEI codes where a side names none of HTE', () => {
    expect(codeDepth(codes([], ['5.2']), codes(['60302'], ['5.2']))).toBe(2);
    expect(codeDepth(codes(['60302'], ['5.2']), codes([], ['5.1']))).toBe(1);
    expect(codeDepth(codes([], ['5.2']), codes([], ['3.1']))).toBe(0);
    expect(codeDepth(codes([], ['5.2']), codes(['60302']))).toBeUndefined();
  });

  it('rests on codes whose first two and three digits are their first and second level', () => {
    for (const code of hte2016.keys()) expect(code).toMatch(/^[1-8]0\d{3}$/);
  });
});
