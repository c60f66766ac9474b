import fc from 'fast-check';
import { isCreditCode } from '../organisation/credit-code';
import { holdsIdentityNumber, personalDataIn, refusePersonalData } from './personal-data';

/** The example of the standard's text books; nobody's. */
const identityNumber = '11010519491231002X';

describe('personalDataIn', () => {
  it.each([
    ['请联系13812345678', 'phone'],
    ['请联系１３８ 1234 5678', 'phone'],
    ['电话：+86 138-1234-5678，下午', 'phone'],
    ['电话0571-88886666', 'phone'],
    ['(010)12345678 或 010 12345678', 'phone'],
    ['邮件发至zhang.san@example.org', 'email'],
    ['邮件发至 张三＠例子.中国', 'email'],
    [`身份证${identityNumber}`, 'identity-number'],
    ['身份证110105 19491231 0021', 'identity-number'],
    [`身份证${identityNumber.toLowerCase()}号`, 'identity-number'],
  ])('finds in %s: %s', (text, found) => {
    expect(personalDataIn(text)).toBe(found);
  });

  it.each([
    '专利已独占许可，不再对外合作',
    '专利ZL202310123456.7已转让',
    '公开号CN113812345A',
    '与91350100M000100Y43重复',
    '项目编号2018YFB1307700',
    '预算1380000元，2026-05-01前完成',
    '误差小于0.12345678',
    '登记号 360 2026 Y 0123',
    '对接人已离职',
  ])('finds nothing in %s', (text) => {
    expect(personalDataIn(text)).toBeUndefined();
  });

  it('finds every mobile number between words', () => {
    fc.assert(fc.property(fc.stringMatching(/^1[3-9]\d{9}$/), (number) => personalDataIn(`找${number}问`) === 'phone'));
  });
});

describe('holdsIdentityNumber', () => {
  it('does not mind a wrong check digit, but a day that is none', () => {
    expect(holdsIdentityNumber('110105194912310021')).toBe(true);
    expect(holdsIdentityNumber('110105194913310021')).toBe(false);
    expect(holdsIdentityNumber('110105194912320021')).toBe(false);
    expect(holdsIdentityNumber('110105174912310021')).toBe(false);
  });

  it('takes digits that are a credit code for one, unless they pass the check of identity cards too', () => {
    const digits = Array.from({ length: 1_000 }, (_, n) => `913402199901011${String(n).padStart(3, '0')}`);
    const taken = digits.filter((number) => !holdsIdentityNumber(number));
    expect(taken.length).toBeGreaterThan(10);
    expect(taken.filter((number) => !isCreditCode(number))).toEqual([]);
    expect(digits.filter(isCreditCode).length).toBeGreaterThan(taken.length);
  });

  it('is not part of a longer number', () => {
    expect(holdsIdentityNumber(`1${identityNumber}`)).toBe(false);
  });
});

describe('refusePersonalData', () => {
  it('says so by a code of its own, without the words', () => {
    expect(() => refusePersonalData('找13812345678')).toThrow('reason.personal-data');
    expect(() => refusePersonalData('专利已许可')).not.toThrow();
  });
});
