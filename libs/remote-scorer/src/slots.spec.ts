import { Slots } from './slots';

/** Work that ends when it is told to. */
function controlled() {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { work: () => done, end };
}

describe('Slots', () => {
  it('lets a few work at once, others in their order, and refuses more', async () => {
    const slots = new Slots(1, 1);
    const [first, second] = [controlled(), controlled()];
    const begun: string[] = [];
    const named = (name: string, work: () => Promise<void>) => () => {
      begun.push(name);
      return work();
    };
    const running = slots.run(named('first', first.work));
    const waiting = slots.run(named('second', second.work));
    await expect(slots.run(named('third', first.work))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'scorer.busy',
    });
    expect(begun).toEqual(['first']);
    first.end();
    await running;
    second.end();
    await waiting;
    expect(begun).toEqual(['first', 'second']);
  });

  it('gives a slot back when work fails', async () => {
    const slots = new Slots(1, 0);
    await expect(slots.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(slots.run(() => Promise.resolve(1))).resolves.toBe(1);
  });
});
