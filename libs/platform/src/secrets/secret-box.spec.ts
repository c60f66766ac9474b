import fc from 'fast-check';
import { isKeyList, SecretBox } from './secret-box';

const [older, newer] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];
const box = SecretBox.of(older);

describe('SecretBox', () => {
  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, row) => {
        expect(box.open(box.seal(text, row), row)).toBe(text);
      }),
    );
  });

  it('opens bytes that are no text', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28]);
    expect(box.openBytes(box.seal(bytes, 'row'), 'row').equals(bytes)).toBe(true);
  });

  it('never seals the same text to the same bytes, and shows none of it', () => {
    const [one, two] = [box.seal('张三丰13812345678', 'row'), box.seal('张三丰13812345678', 'row')];
    expect(one.equals(two)).toBe(false);
    expect(one.includes(Buffer.from('13812345678'))).toBe(false);
    expect(one.length).toBe(8 + 12 + 16 + Buffer.byteLength('张三丰13812345678'));
  });

  it('opens nothing that was moved to another row', () => {
    const sealed = box.seal('text', 'project:1');
    expect(() => box.open(sealed, 'project:2')).toThrow();
  });

  it('opens nothing of which a bit was changed', () => {
    const sealed = box.seal('text', 'row');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = sealed[at]! ^ 1;
      expect(() => box.open(changed, 'row')).toThrow();
    }
    expect(() => box.open(sealed.subarray(0, 30), 'row')).toThrow();
  });

  it('seals with the first key and opens with all', () => {
    const rotated = SecretBox.of(`${newer}, ${older}`);
    expect(rotated.open(box.seal('text', 'row'), 'row')).toBe('text');
    const sealed = rotated.seal('text', 'row');
    expect(sealed.subarray(0, 8).toString('hex')).toBe(rotated.keyId);
    expect(SecretBox.of(newer).open(sealed, 'row')).toBe('text');
    expect(() => box.open(sealed, 'row')).toThrow('DATA_KEY lacks the key');
  });

  it('does nothing without a key', () => {
    expect(() => SecretBox.of(undefined).seal('text', 'row')).toThrow('DATA_KEY is not set');
    expect(() => SecretBox.of(undefined).open(box.seal('text', 'row'), 'row')).toThrow('DATA_KEY lacks the key');
  });

  it('makes keys that it takes, and takes no others', () => {
    expect(isKeyList(SecretBox.newKey())).toBe(true);
    for (const text of ['', 'short', `${older},`, Buffer.alloc(31).toString('base64'), `${older}${newer}`]) {
      expect([text, isKeyList(text)]).toEqual([text, false]);
      expect(() => SecretBox.of(text)).toThrow(RangeError);
    }
  });
});
