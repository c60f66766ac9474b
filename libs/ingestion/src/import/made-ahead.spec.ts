import { endOfTurn, madeAhead } from './made-ahead';

async function* upTo(count: number, log: string[] = [], failsAt = Infinity): AsyncGenerator<number> {
  try {
    for (let number = 1; number <= count; number += 1) {
      if (number === failsAt) throw new Error(`no ${number}`);
      log.push(`made ${number}`);
      yield number;
    }
  } finally {
    log.push('ended');
  }
}

describe('madeAhead', () => {
  it('makes the next thing while one is in use, and no more than that', async () => {
    const log: string[] = [];
    for await (const number of madeAhead(upTo(3, log))) {
      await endOfTurn();
      log.push(`used ${number}`);
    }
    expect(log).toEqual(['made 1', 'made 2', 'used 1', 'made 3', 'used 2', 'ended', 'used 3']);
  });

  it('throws what went wrong when its turn comes', async () => {
    const used: number[] = [];
    const use = async (): Promise<void> => {
      for await (const number of madeAhead(upTo(3, [], 3))) {
        await endOfTurn();
        used.push(number);
      }
    };
    await expect(use()).rejects.toThrow('no 3');
    expect(used).toEqual([1, 2]);
  });

  it('ends the source when the loop is left, and lets a fault of what nobody asked for go', async () => {
    const log: string[] = [];
    for await (const number of madeAhead(upTo(3, log, 2))) {
      log.push(`used ${number}`);
      break;
    }
    await endOfTurn();
    expect(log).toEqual(['made 1', 'ended', 'used 1']);
  });

  it('hands on nothing where there is nothing', async () => {
    for await (const number of madeAhead(upTo(0))) throw new Error(`there is ${number}`);
    expect.assertions(0);
  });
});
