import { correlationIdOf } from './correlation-id';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('correlationIdOf', () => {
  it('accepts a short plain id of the caller', () => {
    for (const id of ['a', 'A-b_c.9', 'x'.repeat(64)]) expect(correlationIdOf({ 'x-correlation-id': id })).toBe(id);
  });

  it('makes a new one else', () => {
    for (const id of [undefined, '', 'x'.repeat(65), 'a b', 'a\nb', '张', '{"a":1}', ['a', 'b']]) {
      expect(correlationIdOf({ ...(id !== undefined && { 'x-correlation-id': id }) })).toMatch(uuid);
    }
  });
});
