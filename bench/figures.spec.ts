import { interleave, median, percentile, spread, timeLoop } from './figures';

describe('median and spread', () => {
  it('are the middle one, the least and the most', () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(spread([5.04, 1.26, 9])).toEqual([1.3, 9]);
  });
});

describe('percentile', () => {
  it('is the least value that the share of all does not exceed', () => {
    const values = Array.from({ length: 200 }, (_, at) => 200 - at);
    expect([0.5, 0.95, 0.99, 1].map((share) => percentile(values, share))).toEqual([100, 190, 198, 200]);
    expect(percentile([7], 0.95)).toBe(7);
  });
});

describe('interleave', () => {
  it('takes turns, each round from another on, and leaves the first round out', async () => {
    const turns: string[] = [];
    const turn = (name: string) => () => Promise.resolve(turns.push(name));
    // Six turns: 1 and 2 warm up, then b has 3, a 4 and 5, b 6.
    expect(await interleave(2, { a: turn('a'), b: turn('b') })).toEqual({ a: [4, 5], b: [3, 6] });
    expect(turns).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
  });
});

describe('timeLoop', () => {
  /** A clock that each question moves on. */
  const clock = (msPerQuestion: number) => {
    let ms = 0;
    const asked: number[] = [];
    const ask = (number: number) => {
      asked.push(number);
      ms += msPerQuestion;
      return Promise.resolve();
    };
    return { asked, ask, now: () => ms };
  };

  it('gives the time of all where all were asked', async () => {
    const { asked, ask, now } = clock(10);
    expect(await timeLoop(4, { mostMs: 100, atOnce: 1 }, ask, now)).toEqual({ ms: 40, measured: 4 });
    expect(asked).toEqual([0, 1, 2, 3]);
  });

  it('scales what was asked until the time was up: 3 of 300 took 90 ms', async () => {
    const { ask, now } = clock(30);
    expect(await timeLoop(300, { mostMs: 90, atOnce: 1 }, ask, now)).toEqual({ ms: 9_000, measured: 3 });
  });

  it('asks at least once, and never twice for one', async () => {
    const slow = clock(500);
    expect(await timeLoop(10, { mostMs: 100, atOnce: 1 }, slow.ask, slow.now)).toEqual({ ms: 5_000, measured: 1 });
    const several = clock(1);
    expect(await timeLoop(5, { mostMs: 100, atOnce: 2 }, several.ask, several.now)).toMatchObject({ measured: 5 });
    expect([...several.asked].sort()).toEqual([0, 1, 2, 3, 4]);
  });
});
