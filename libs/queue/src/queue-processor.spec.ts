import { importFile, pushShortlist, runMatch } from '@throughtrain/contracts';
import { handle, type JobHandler } from './job-handler';
import { Processor, QueueProcessor } from './queue-processor';

const done = () => Promise.resolve();

function matchingWith(handlers: readonly JobHandler[]): QueueProcessor {
  @Processor('matching')
  class MatchingProcessor extends QueueProcessor {
    protected readonly handlers = handlers;
  }
  return new MatchingProcessor();
}

function start(handlers: readonly JobHandler[]): () => void {
  const processor = matchingWith(handlers);
  return () => {
    processor.onModuleInit();
  };
}

describe('the check of the handlers at start', () => {
  it('passes when each job of the queue has one handler', () => {
    expect(start([handle(runMatch, done), handle(pushShortlist, done)])).not.toThrow();
  });

  it('names a job without a handler', () => {
    expect(start([handle(runMatch, done)])).toThrow('MatchingProcessor: no handler for push-shortlist.v1');
  });

  it('names a job with two handlers', () => {
    const handlers = [handle(runMatch, done), handle(pushShortlist, done), handle(runMatch, done)];
    expect(start(handlers)).toThrow('MatchingProcessor: two handlers for run-match.v1');
  });

  it('names a job of another queue', () => {
    const handlers = [handle(runMatch, done), handle(pushShortlist, done), handle(importFile, done)];
    expect(start(handlers)).toThrow('MatchingProcessor: import-file.v1 is no job of the queue matching');
  });

  it('refuses a class without a queue', () => {
    class Stray extends QueueProcessor {
      protected readonly handlers = [];
    }
    expect(() => {
      new Stray().onModuleInit();
    }).toThrow('Stray is not decorated with @Processor(queue)');
  });
});

describe('handle', () => {
  const attempt = { jobId: 'run-match.x.g1', number: 1, isLast: false };

  it('gives the parsed payload and the attempt to the use case', async () => {
    const execute = jest.fn(done);
    const payload = { matchRunId: '0b0f3f0e-6d3c-4b61-9a53-0d6e6c1d7c11' };
    await handle(runMatch, execute).run(payload, attempt);
    expect(execute).toHaveBeenCalledWith(payload, attempt);
  });

  it('names the faults of a payload by place and code, without its values', async () => {
    const execute = jest.fn(done);
    const run = handle(runMatch, execute).run({ matchRunId: 'secret', more: 1 }, attempt);
    await expect(run).rejects.toThrow(
      'The payload does not fit run-match.v1: matchRunId invalid_format, (root) unrecognized_keys',
    );
    expect(execute).not.toHaveBeenCalled();
  });
});
