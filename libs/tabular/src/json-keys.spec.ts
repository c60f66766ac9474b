import fc from 'fast-check';
import { repeatedKeys } from './json-keys';

describe('repeatedKeys', () => {
  it.each([
    ['{"secrecy":"秘密","a":1,"secrecy":"公开"}', ['secrecy']],
    ['{"secrecy" : 1, "secr\\u0065cy"\t:\n2}', ['secrecy']],
    ['{"\\u5bc6级":1,"密级":2}', ['密级']],
    ['{"a":1,"b":1,"a":2,"b":2,"a":3}', ['a', 'b']],
    ['{"x":{"a":1,"y":[{"a":1,"a":2}]}}', ['a']],
    ['{"":1,"":2}', ['']],
    ['{"\\"":1,"\\\\":2,"\\"":3}', ['"']],
    ['{"__proto__":1,"__proto__":2}', ['__proto__']],
  ])('finds them in %s', (text, keys) => {
    JSON.parse(text);
    expect(repeatedKeys(text)).toEqual(keys);
  });

  it.each([
    ['the same key in different objects', '{"a":{"a":1},"b":[{"a":1},{"a":2}]}'],
    ['a text that looks like a key', '{"a":"\\"a\\":1,{","b":"a","c":["a","a"]}'],
    ['brackets in texts', '{"a":"}{","b":"{\\\\","c":"}"}'],
    ['no object', '["a","a"]'],
  ])('takes %s for no repeat', (_name, text) => {
    JSON.parse(text);
    expect(repeatedKeys(text)).toEqual([]);
  });

  it('finds none in what was written from a value, and each key that is put in front once more', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(object, (value) => {
        const text = JSON.stringify(value);
        expect(repeatedKeys(text)).toEqual([]);
        const [key = ''] = Object.keys(value);
        expect(repeatedKeys(`{${JSON.stringify(key)}:null,${text.slice(1)}`)).toEqual([key]);
      }),
    );
  });

  it('needs no stack for escapes', () => {
    const escapes = '\\n'.repeat(5_000_000);
    expect(repeatedKeys(`{"${escapes}":"${escapes}","b":1,"b":2}`)).toEqual(['b']);
  });

  it('needs no stack for depth', () => {
    const depth = 100_000;
    expect(repeatedKeys(`${'{"a":'.repeat(depth)}{"b":1,"b":2}${'}'.repeat(depth)}`)).toEqual(['b']);
  });
});
