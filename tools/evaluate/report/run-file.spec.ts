import { runLines } from './run-file';

const topic = { id: 'd1', demands: [0], grades: new Map<string, number>() };

describe('runLines', () => {
  it('writes six fields, and scores that fall with every rank', () => {
    const ranked = [
      { projectId: 'p1', score: 0.9 },
      { projectId: 'p3', score: 0.5 },
      { projectId: 'p2', score: 0.5 },
      { projectId: 'p4', score: 0.499999 },
      { projectId: 'p5', score: 0 },
      { projectId: 'p0', score: 0 },
    ];
    expect(runLines({ topic, ranked }, 'hybrid-1')).toEqual([
      'd1 Q0 p1 1 0.900000 hybrid-1',
      'd1 Q0 p3 2 0.500000 hybrid-1',
      'd1 Q0 p2 3 0.499999 hybrid-1',
      'd1 Q0 p4 4 0.499998 hybrid-1',
      'd1 Q0 p5 5 0.000000 hybrid-1',
      'd1 Q0 p0 6 -0.000001 hybrid-1',
    ]);
  });

  it('writes scores that programs with float32 tell apart', () => {
    const ranked = Array.from({ length: 1000 }, (_, at) => ({ projectId: `p${at}`, score: 1 }));
    const scores = runLines({ topic, ranked }, 't').map((line) => Math.fround(Number(line.split(' ')[4])));
    expect(scores.every((score, at) => at === 0 || score < (scores[at - 1] ?? 0))).toBe(true);
  });
});
