import fc from 'fast-check';
import { parseGrades, seededRandom, simulateAnswers } from './simulate-answers';

/** A generator that gives these numbers in turn. */
const given = (...numbers: readonly number[]) => {
  const left = [...numbers];
  return () => left.shift() ?? 0.99;
};

describe('parseGrades', () => {
  it('reads one grade a line', () => {
    expect([...parseGrades('D1\t0\tP1\t3\nD1\t0\tP2\t0\r\n\n')]).toEqual([
      ['D1\tP1', 3],
      ['D1\tP2', 0],
    ]);
  });

  it.each(['D1\t0\tP1', 'D1\t0\tP1\t4', 'D1 0 P1 3', '\t0\tP1\t3'])('names the line of %p', (line) => {
    expect(() => parseGrades(`D1\t0\tP1\t1\n${line}`)).toThrow('grades, line 2');
  });
});

describe('seededRandom', () => {
  it('repeats with its seed and stays in [0, 1)', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [a, b] = [seededRandom(seed), seededRandom(seed)];
        for (let i = 0; i < 20; i += 1) {
          const value = a();
          expect(value).toBe(b());
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(1);
        }
      }),
    );
  });

  it('is about uniform', () => {
    const random = seededRandom(1);
    const mean = Array.from({ length: 10_000 }, random).reduce((sum, value) => sum + value, 0) / 10_000;
    expect(mean).toBeCloseTo(0.5, 1);
  });
});

describe('simulateAnswers', () => {
  it.each([
    [3, 0.4, 4],
    [3, 0.6, 3],
    [2, 0.4, 3],
    [2, 0.6, 2],
    [1, 0.4, 1],
    [0, 0.4, 0],
  ])('grade %d with keenness %d gives level %d', (grade, keenness, level) => {
    expect(simulateAnswers([{ projectId: 'p', grade }], given(0.5, 0.5, keenness, 0.4))).toEqual([
      { projectId: 'p', level, reasonCodes: level === 0 ? ['figures-not-met'] : [] },
    ]);
  });

  it('lets an enterprise stay silent', () => {
    expect(simulateAnswers([{ projectId: 'p', grade: 3 }], given(0.19))).toBeUndefined();
  });

  it('lets an enterprise skip a project', () => {
    const projects = ['p', 'q'].map((projectId) => ({ projectId, grade: 3 }));
    expect(simulateAnswers(projects, given(0.5, 0.14, 0.5, 0.4))?.map(({ projectId }) => projectId)).toEqual(['q']);
  });
});
