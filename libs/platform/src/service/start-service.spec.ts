import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { runMain, startService } from './start-service';

// The test runner is a parent with a channel of its own kind.
jest.mock('../exit-with-parent', () => ({ exitWithParent: jest.fn() }));

const address = { host: '127.0.0.1', port: 3999 };

/** An application of which only the end of `listen` matters. */
function appThat(listen: () => Promise<unknown>) {
  const fake = {
    get: () => ({ log: () => undefined, warn: () => undefined }),
    useLogger: () => undefined,
    flushLogs: () => undefined,
    enableShutdownHooks: () => undefined,
    getHttpServer: () => ({ closeAllConnections: () => undefined }),
    listen: jest.fn(listen),
    close: jest.fn(() => Promise.resolve()),
  };
  return { fake, app: fake as unknown as NestFastifyApplication };
}

describe('startService', () => {
  let exit: jest.SpyInstance;

  beforeEach(() => {
    Logger.overrideLogger(false);
    exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
    process.removeAllListeners('SIGTERM');
    process.removeAllListeners('SIGINT');
  });

  it('gives running work ten seconds to end after a signal', async () => {
    const { fake, app } = appThat(() => Promise.resolve());
    await startService(app, address);
    expect(fake.listen).toHaveBeenCalledWith(3999, '127.0.0.1');
    jest.useFakeTimers();
    process.emit('SIGTERM');
    jest.advanceTimersByTime(9_999);
    expect(exit).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(exit).toHaveBeenCalledWith(1);
  });

  it('closes what it has opened when it can not listen', async () => {
    const busy = new Error('address already in use');
    const { fake, app } = appThat(() => Promise.reject(busy));
    await expect(startService(app, address)).rejects.toBe(busy);
    expect(fake.close).toHaveBeenCalledTimes(1);
  });

  it.each<[string, Error, string]>([
    ['an error', new Error('no database'), 'no database\n'],
    [
      'several at once',
      new AggregateError([new Error('::1 refused'), new Error('127.0.0.1 refused')]),
      '::1 refused; 127.0.0.1 refused\n',
    ],
  ])('ends with the reason and status 1 after %s', async (_what, error, line) => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    runMain(() => Promise.reject(error));
    await Promise.resolve();
    await Promise.resolve();
    expect(write).toHaveBeenCalledWith(line);
    expect(exit).toHaveBeenCalledWith(1);
  });
});
