import fc from 'fast-check';
import { fieldLengths, type Analysis, type FieldCounts } from '@throughtrain/text';
import { TermTable } from './term-table';
import { TextPages } from './text-pages';
import { fromIdWords, toIdWords } from './uuid-words';

const term = fc
  .tuple(fc.constantFrom('w', 'b', 's'), fc.string({ unit: 'binary', minLength: 1, maxLength: 5 }))
  .map((parts) => parts.join(''));
const count = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(27, 28, 65_535));
const counts: fc.Arbitrary<FieldCounts> = fc.tuple(count, count, count);
const analysis: fc.Arbitrary<Analysis> = fc
  .dictionary(term, counts, { maxKeys: 12, noNullPrototype: true })
  .map((terms) => ({ terms: Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1)) }));
const vector = fc.array(fc.integer({ min: -127, max: 127 }), { minLength: 5, maxLength: 5 });

const idOf = (number: number): string => `0f8fad5b-d9cb-469f-a165-${String(number).padStart(12, '0')}`;

describe('TextPages', () => {
  it('give back what they took, however pages end', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(analysis, vector), { maxLength: 12 }), (texts) => {
        const pages = new TextPages({ documentsPerPage: 3, postingsPerPage: 40 });
        const numbers = texts.map(([text, numbers], index) => pages.append(idOf(index), text, Int8Array.from(numbers)));
        expect(numbers).toEqual(texts.map((_, index) => index));
        texts.forEach(([text, given], index) => {
          const held = pages.at(index);
          expect(held.terms).toEqual(text.terms.map(([one]) => one));
          expect([...held.counts]).toEqual(text.terms.flatMap(([, one]) => [...one]));
          expect(held.lengths).toEqual(fieldLengths(text));
          expect([...held.vector!]).toEqual(given);
          expect(pages.idOf(index)).toBe(idOf(index));
        });
      }),
    );
  });

  it('hold texts without vectors', () => {
    const pages = new TextPages();
    expect(pages.at(pages.append(idOf(1), { terms: [['w电池', [1, 0, 2]]] }, undefined))).toEqual({
      terms: ['w电池'],
      counts: Uint16Array.of(1, 0, 2),
      lengths: { w: [1, 0, 2], b: [0, 0, 0], s: [0, 0, 0] },
    });
  });

  it.each(['p1', '0F8FAD5B-D9CB-469F-A165-70867728950E', ''])('refuse the id %p', (id) => {
    expect(() => new TextPages().append(id, { terms: [] }, undefined)).toThrow(RangeError);
  });

  it('refuse a vector of another length', () => {
    const pages = new TextPages();
    pages.append(idOf(1), { terms: [] }, undefined);
    pages.append(idOf(2), { terms: [] }, Int8Array.of(1, 2, 3));
    expect(() => pages.append(idOf(3), { terms: [] }, new Int8Array(4))).toThrow('vectors have 3 numbers, not 4');
    // A purge leaves a vector without numbers.
    pages.append(idOf(3), { terms: [] }, new Int8Array(0));
    expect(pages.at(2).vector).toEqual(new Int8Array(3));
    expect([pages.at(0).vector, pages.at(1).vector]).toEqual([new Int8Array(3), Int8Array.of(1, 2, 3)]);
  });
});

describe('TermTable', () => {
  it('numbers distinct strings in the order in which they come, and finds them again', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 3_000 }), (strings) => {
        const table = new TermTable();
        const distinct = [...new Set(strings)];
        for (const one of strings) expect(table.intern(one)).toBe(distinct.indexOf(one));
        expect(distinct.map((_, number) => table.at(number))).toEqual(distinct);
        expect(distinct.map((one) => table.find(one))).toEqual(distinct.map((_, number) => number));
        expect(table.size).toBe(distinct.length);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps thousands of strings apart', () => {
    const table = new TermTable();
    for (let number = 0; number < 20_000; number += 1) table.intern(`w${number.toString(36)}`);
    expect(table.find('wno-such-term')).toBeUndefined();
    expect([0, 777, 19_999].map((number) => table.at(number))).toEqual([
      'w0',
      `w${(777).toString(36)}`,
      `w${(19_999).toString(36)}`,
    ]);
  });
});

describe('toIdWords', () => {
  it('compares as ids do and comes back', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => {
        const [left, right] = [Uint32Array.from(toIdWords(a)), Uint32Array.from(toIdWords(b))];
        expect([fromIdWords(left, 0), fromIdWords(right, 0)]).toEqual([a, b]);
        const first = left.findIndex((word, at) => word !== right[at]);
        expect(first < 0 ? 0 : left[first]! < right[first]! ? -1 : 1).toBe(a === b ? 0 : a < b ? -1 : 1);
      }),
    );
  });
});
