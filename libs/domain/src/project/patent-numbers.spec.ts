import fc from 'fast-check';
import { patentNumbers } from './patent-numbers';

describe('patentNumbers', () => {
  it.each([
    '申请中2项',
    '发明专利3件',
    '3',
    '2023年申请',
    '2023.01.15授权',
    '授权日2023-1-5',
    '无',
    '申请中',
    'ZL',
    '.',
    '',
  ])('finds none in %p', (patent) => {
    expect(patentNumbers(patent)).toEqual([]);
  });

  it.each([
    'ZL201910000001.X',
    'CN201910000001.X（发明）',
    '专利号：ZL201910000001.X',
    'ZL-2019-1-0000001-X',
    'ZL 2019 1 0000001.X',
    'ｃｎ２０１９１００００００１．Ｘ',
    'zl2019–1–0000001·x',
    '201910000001',
    'CN201910000001X，发明专利，2023.01.15授权',
  ])('reads one number however it is written: %s', (patent) => {
    expect(patentNumbers(patent)).toEqual(['201910000001']);
  });

  it.each<[patent: string, numbers: string[], why: string]>([
    ['ZL98100001.4', ['981000014'], 'an application before 2003 keeps its check digit'],
    ['CN109000001B', ['109000001B'], 'a publication keeps its kind'],
    ['US10000001B2', ['US10000001B2'], 'a foreign number keeps its country'],
    ['PCT/CN2019/080001', ['2019080001'], 'an international application'],
    ['ZL201910000001.X、ZL202010000002.3', ['201910000001', '202010000002'], 'two in one text'],
    ['ZL201910000001.X ZL202010000002.3', ['201910000001', '202010000002'], 'two with a space between'],
    ['ZL201910000001.X（CN201910000001）', ['201910000001'], 'one told twice'],
  ])('%s: %p (%s)', (patent, numbers) => {
    expect(patentNumbers(patent)).toEqual(numbers);
  });

  it('gives seven digits and more, each number once, and the same for what it gave', () => {
    const parts = fc.array(fc.constantFrom('ZL', 'CN', 'US', '2019', '1', '0000001', '.', '-', ' ', 'X', '，', '件'), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(parts, (written) => {
        const numbers = patentNumbers(written.join(''));
        expect(new Set(numbers).size).toBe(numbers.length);
        for (const one of numbers) {
          expect(one).toMatch(/^[A-Z]{0,2}\d{7,}([A-Z]\d?)?$/);
          expect(patentNumbers(one)).toEqual([one]);
        }
      }),
    );
  });
});
