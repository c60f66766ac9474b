import { redact } from './redaction';

const hidden = '[redacted]';

describe('redact', () => {
  it.each([
    ['at the top', { apiKey: 'tt_1', id: 7 }, { apiKey: hidden, id: 7 }],
    ['one level down', { row: { 手机: '139', title: '甲' } }, { row: { 手机: hidden, title: '甲' } }],
    ['two levels down', { a: { b: { contact: { name: '张三' } } } }, { a: { b: { contact: hidden } } }],
    ['three levels down', { a: { b: { c: { phone: 1, n: 2 } } } }, { a: { b: { c: { phone: hidden, n: 2 } } } }],
    ['in lists', { rows: [{ email: 'a@b' }, 'x'] }, { rows: [{ email: hidden }, 'x'] }],
  ])('hides values of secret names %s', (_, said, expected) => {
    expect(redact(said, new Set())).toEqual(expected);
  });

  it('writes nothing that lies deeper', () => {
    expect(redact({ a: { b: { c: { d: { phone: '139' } } } } }, new Set())).toEqual({ a: { b: { c: { d: hidden } } } });
    const endless: Record<string, unknown> = {};
    endless['self'] = endless;
    expect(redact(endless, new Set())).toEqual({ self: { self: { self: { self: hidden } } } });
  });

  it('leaves what says itself how it is written, what a serializer writes, and what it was given', () => {
    const at = new Date(0);
    const req = { headers: { authorization: 'Bearer tt_1' } };
    const said = { at, req, nothing: null, contact: '张三' };
    expect(redact(said, new Set(['req']))).toEqual({ at, req, nothing: null, contact: hidden });
    expect(said.contact).toBe('张三');
  });
});
