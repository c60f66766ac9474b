import { printable } from './fields';

const accepts = (text: string) => printable(100).safeParse(text).success;

describe('printable', () => {
  it.each(['石墨烯', 'a\tb\r\nc', '👩‍🔬', '١٢٣', 'x\u200by', '\u00a0x', '·', '𠮷'])('takes %j', (text) => {
    expect(accepts(text)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['spaces', ' \u3000\u00a0\t'],
    ['marks without a shape', '\u200b\u200d\u2060\ufeff\u00ad'],
    ['such marks and spaces', '\u200b \u200b'],
    ['a C0 control', 'a\u0007b'],
    ['the first C1 control', 'a\u0080b'],
    ['the last C1 control', 'a\u009fb'],
    ['half a surrogate pair', 'a\udc00'],
  ])('refuses %s', (_name, text) => {
    expect(accepts(text)).toBe(false);
  });

  it('refuses every mark that turns the direction of a text', () => {
    for (const mark of '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069')
      expect(accepts(`a${mark}b`)).toBe(false);
  });
});
