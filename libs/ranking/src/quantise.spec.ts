import fc from 'fast-check';
import { byScoreThenId, quantise } from './quantise';

const value = fc.double({ min: 0, max: 1, noNaN: true });
const items = fc.array(fc.record({ score: value.map(quantise), projectId: fc.constantFrom('a', 'b', 'c', 'd') }));

describe('quantise', () => {
  it('rounds to 1e-6', () => {
    expect(quantise(0.12345649)).toBe(0.123456);
    expect(quantise(0.1234565)).toBe(0.123457);
    expect(quantise(0.1 + 0.2)).toBe(0.3);
  });

  it('moves a value by at most half a step, keeps order, and changes nothing the second time', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(Math.abs(quantise(a) - a)).toBeLessThanOrEqual(0.5e-6 + 1e-12);
        expect(quantise(quantise(a))).toBe(quantise(a));
        if (a < b) expect(quantise(a)).toBeLessThanOrEqual(quantise(b));
      }),
    );
  });
});

describe('byScoreThenId', () => {
  it('puts the higher score first and decides ties by id', () => {
    const list = [
      { score: 0.5, projectId: 'b' },
      { score: 0.9, projectId: 'c' },
      { score: 0.5, projectId: 'a' },
    ];
    expect(list.sort(byScoreThenId).map(({ projectId }) => projectId)).toEqual(['c', 'a', 'b']);
  });

  it('gives one order whatever the start', () => {
    fc.assert(
      fc.property(items, (list) => {
        const key = ({ score, projectId }: (typeof list)[number]) => `${score} ${projectId}`;
        expect([...list].reverse().sort(byScoreThenId).map(key)).toEqual([...list].sort(byScoreThenId).map(key));
      }),
    );
  });
});
