import { answerInTime, ProbeCheck } from './readiness';

describe('ProbeCheck', () => {
  it.each<[string, () => Promise<unknown>, 'up' | 'down']>([
    ['an answer', () => Promise.resolve([{ one: 1 }]), 'up'],
    ['the answer down', () => Promise.resolve('down'), 'down'],
    ['a failure', () => Promise.reject(new Error('gone')), 'down'],
    [
      'a throw',
      () => {
        throw new Error('gone');
      },
      'down',
    ],
  ])('takes %s as it is', async (_what, ask, state) => {
    expect(await new ProbeCheck('database', ask).check()).toBe(state);
  });

  it('does not wait for ever', async () => {
    jest.useFakeTimers();
    const state = new ProbeCheck('database', () => new Promise(() => undefined)).check();
    jest.advanceTimersByTime(2_000);
    jest.useRealTimers();
    expect(await state).toBe('down');
  });
});

describe('answerInTime', () => {
  it('is the answer, or what it is otherwise', async () => {
    expect(await answerInTime(() => 1, 0)).toBe(1);
    expect(await answerInTime(() => Promise.resolve(1), 0)).toBe(1);
    expect(await answerInTime(() => Promise.reject(new Error('gone')), 0)).toBe(0);
  });
});
