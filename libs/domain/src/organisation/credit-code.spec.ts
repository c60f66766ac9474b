import fc from 'fast-check';
import {
  creditCodeRemarks,
  hasOrganisationCodeCheck,
  isCreditCode,
  kindSuggestedBy,
  normaliseCreditCode,
} from './credit-code';

const alphabet: string = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Synthetic codes but for the first, the worked example of the standard. */
const vectors: readonly { code: string; valid: boolean; why?: string }[] = [
  { code: '91350100M000100Y43', valid: true, why: 'sum 1640, 1640 mod 31 = 28, 31 - 28 = 3' },
  { code: '91350100M000100Y4Z', valid: false, why: 'Z is not in the alphabet' },
  { code: '91000000EX0000001H', valid: true },
  { code: '12000000EX0000002R', valid: true },
  { code: '91000000MA00000030', valid: true, why: '31 - 0 = 31 counts as 0' },
  { code: '91350100M0001O0Y43', valid: false, why: 'letter O is not in the alphabet' },
  { code: '9135010M000100Y43', valid: false, why: '17 characters' },
  { code: '91350100m000100y43', valid: true, why: 'lower case is folded' },
];

/** The code that the standard's weights give to 17 characters, computed apart from the implementation. */
function withCheck(body: readonly string[]): string {
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const sum = body.reduce((total, character, i) => total + alphabet.indexOf(character) * (weights[i] ?? 0), 0);
  return body.join('') + (alphabet[(31 - (sum % 31)) % 31] ?? '');
}

const character = fc.constantFrom(...alphabet);
const validCode = fc.array(character, { minLength: 17, maxLength: 17 }).map(withCheck);

describe('credit code', () => {
  it.each(vectors)('$code: $valid ($why)', ({ code, valid }) => {
    expect(isCreditCode(normaliseCreditCode(code))).toBe(valid);
  });

  it('folds full-width forms, spaces and lower case', () => {
    expect(normaliseCreditCode('　９１３５ 0100m000100y43\t')).toBe('91350100M000100Y43');
  });

  it('does not fold by itself', () => {
    expect(isCreditCode('91350100m000100y43')).toBe(false);
  });

  it('accepts what the weights of the standard give', () => {
    fc.assert(fc.property(validCode, (code) => isCreditCode(code)));
  });

  it('refuses a valid code with any one character changed', () => {
    fc.assert(
      fc.property(
        validCode,
        fc.nat(17),
        fc.oneof(character, fc.string({ minLength: 1, maxLength: 1 })),
        (code, at, other) => {
          fc.pre(code[at] !== other);
          return !isCreditCode(code.slice(0, at) + other + code.slice(at + 1));
        },
      ),
    );
  });

  it('refuses any other text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => text.length === 18 || !isCreditCode(text)));
  });
});

describe('what a credit code suggests', () => {
  it('is the older code that stands in it: the one of the standard passes its check', () => {
    // 22·3 + 0 + 0 + 0 + 1·5 + 0 + 0 + 34·2 = 139, 139 mod 11 = 7, 11 - 7 = 4
    expect(hasOrganisationCodeCheck('91350100M000100Y43')).toBe(true);
    expect(hasOrganisationCodeCheck('91350100M000100Y53')).toBe(false);
  });

  it.each([
    ['00000001', '9', '2 · 1 = 2, 11 - 2 = 9'],
    ['00000000', '0', '11 - 0 = 11 counts as 0'],
    ['00000006', 'X', '12 mod 11 = 1, 11 - 1 = 10 is X'],
  ])('gives %s the check character %s: %s', (body, check) => {
    const accepted = Array.from('0123456789X').filter((one) => hasOrganisationCodeCheck(`91000000${body}${one}0`));
    expect(accepted).toEqual([check]);
  });

  it.each([
    ['91350100M000100Y43', 'enterprise'],
    ['12000000EX0000002R', 'institution'],
    ['11000000EX0000002R', 'other'],
    ['A1000000EX0000002R', undefined],
  ])('is of %s: %s', (code, kind) => {
    expect(kindSuggestedBy(code)).toBe(kind);
  });

  it('is a remark, and only of companies: universities have codes of companies, too', () => {
    expect(creditCodeRemarks('91350100M000100Y43', 'enterprise')).toEqual([]);
    expect(creditCodeRemarks('91350100M000100Y43', 'institution')).toEqual([]);
    expect(creditCodeRemarks('12000000EX0000002R', 'listed-company')).toContain('unusual-for-kind');
    expect(creditCodeRemarks('12000000EX0000002R', 'park')).not.toContain('unusual-for-kind');
    expect(creditCodeRemarks('91000000EX0000001H', 'enterprise')).toEqual(['organisation-code-check']);
  });
});
