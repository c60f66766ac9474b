import fc from 'fast-check';
import { maskContact } from './contact';

describe('maskContact', () => {
  it.each([
    ['张三', '张**'],
    ['欧阳明月', '欧**'],
    ['𠮷野', '𠮷**'],
    ['Ada Lovelace', 'A**'],
  ])('shows of the name %s only %s', (name, masked) => {
    expect(maskContact({ name }).name).toBe(masked);
  });

  it.each([
    ['13812345678', '138****5678'],
    ['+86 138-1234-5678', '138****5678'],
    ['0571-88886666', '057****6666'],
    ['88886666', '8****66'],
    ['0571-88886666转801', '057****6801'],
  ])('shows of the number %s only %s', (phone, masked) => {
    expect(maskContact({ name: '张三', phone })).toEqual({ name: '张**', phone: masked });
  });

  it.each([
    ['zhangsan@example.org', 'z***@example.org'],
    ['z@example.org', '***@example.org'],
  ])('shows of the address %s only %s', (email, masked) => {
    expect(maskContact({ name: '张三', email })).toEqual({ name: '张**', email: masked });
  });

  it('never shows four digits that follow the third, nor more than the first character before the @', () => {
    const digits = fc.stringMatching(/^[1-9]\d{10}$/);
    const local = fc.stringMatching(/^[a-z]{4,20}$/);
    fc.assert(
      fc.property(digits, local, (phone, name) => {
        const masked = maskContact({ name: '张三', phone, email: `${name}@example.org` });
        expect(masked.phone).toHaveLength(11);
        expect(masked.phone!.slice(3, 7)).toBe('****');
        expect(masked.email).toBe(`${name[0]!}***@example.org`);
      }),
    );
  });
});
