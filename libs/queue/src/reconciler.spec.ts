import { Logger } from '@nestjs/common';
import { Reconciler } from './reconciler';
import { UnfinishedWork } from './unfinished-work.port';

class Work extends UnfinishedWork {
  calls = 0;

  constructor(
    readonly name: string,
    private readonly answer: () => Promise<number>,
  ) {
    super();
  }

  requeueAbandoned(): Promise<number> {
    this.calls += 1;
    return this.answer();
  }
}

describe('Reconciler', () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  const error = jest.spyOn(Logger.prototype, 'error').mockImplementation();

  beforeEach(() => {
    warn.mockClear();
    error.mockClear();
  });

  it('logs how much was enqueued again, and nothing when there was nothing', async () => {
    const runs = new Work('match runs', () => Promise.resolve(3));
    const imports = new Work('imports', () => Promise.resolve(0));
    await new Reconciler([runs, imports]).reconcile();
    expect(warn.mock.calls).toEqual([['3 abandoned match runs enqueued again']]);
    expect(error).not.toHaveBeenCalled();
  });

  it('logs the error of one kind of work and goes on with the next', async () => {
    const broken = new Work('imports', () => Promise.reject(new Error('connection lost')));
    const runs = new Work('match runs', () => Promise.resolve(1));
    await new Reconciler([broken, runs]).reconcile();
    expect(error.mock.calls).toEqual([['Abandoned imports could not be enqueued: connection lost']]);
    expect(runs.calls).toBe(1);
  });

  it('never overlaps itself', async () => {
    let finish: (count: number) => void = () => undefined;
    const slow = new Work('match runs', () => new Promise((resolve) => (finish = resolve)));
    const reconciler = new Reconciler([slow]);
    const first = reconciler.reconcile();
    const second = reconciler.reconcile();
    expect(slow.calls).toBe(1);
    finish(0);
    await Promise.all([first, second]);
    const third = reconciler.reconcile();
    expect(slow.calls).toBe(2);
    finish(0);
    await third;
  });

  it('runs once at start and ends after the pass in flight', async () => {
    let finish: (count: number) => void = () => undefined;
    const slow = new Work('match runs', () => new Promise((resolve) => (finish = resolve)));
    const reconciler = new Reconciler([slow]);
    reconciler.onApplicationBootstrap();
    expect(slow.calls).toBe(1);
    let ended = false;
    const end = reconciler.beforeApplicationShutdown().then(() => {
      ended = true;
    });
    await Promise.resolve();
    expect(ended).toBe(false);
    finish(0);
    await end;
    expect(slow.calls).toBe(1);
  });
});
