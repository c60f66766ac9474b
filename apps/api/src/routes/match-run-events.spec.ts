import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { matchRunEventSchema, matchRunSchema } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import type { MatchRun, MatchRunRepository } from '@throughtrain/matching';
import { MatchRunEvents } from './match-run-events';

const scope: Scope = { principalId: 'p1', organisationId: 'o1', roles: ['host'] };

/** A repository whose run has the given states, one after the other; the last one stays. */
function runs(...states: MatchRun['state'][]): { watch: jest.Mock; repository: MatchRunRepository } {
  const left = [...states];
  const watch = jest.fn(async (_scope: Scope, id: string) => {
    const state = left.length > 1 ? left.shift() : left[0];
    return { id, state, progress: { stage: state === 'running' ? 'scoring' : 'done', done: 1, total: 2 } };
  });
  return { watch, repository: { watch } as unknown as MatchRunRepository };
}

describe('MatchRunEvents', () => {
  it('tells each change once and ends with the run', async () => {
    const events = new MatchRunEvents(runs('running', 'running', 'completed').repository);
    const told = await text(await events.open(scope, 'r1'));
    expect(told.split('\n\n')).toEqual([
      'retry: 2000',
      'event: progress\ndata: {"state":"running","progress":{"stage":"scoring","done":1,"total":2}}',
      'event: progress\ndata: {"state":"completed","progress":{"stage":"done","done":1,"total":2}}',
      'event: end\ndata: {}',
      '',
    ]);
  });

  it('tells which parts of the library a run waits for', async () => {
    const { watch, repository } = runs('completed');
    const progress = { stage: 'loading', done: 0, total: 0, waitingForShards: [1, 3] };
    watch.mockResolvedValueOnce({ id: 'r1', state: 'running', progress });
    const [, told] = (await text(await new MatchRunEvents(repository).open(scope, 'r1'))).split('\n\n');
    const event = matchRunEventSchema.parse(JSON.parse(told!.replace(/^event: progress\ndata: /, '')));
    expect(event).toEqual({ state: 'running', progress });
    expect(matchRunSchema.shape.progress.parse(progress)).toEqual(progress);
  });

  it('stops reading and frees the place when the watcher leaves', async () => {
    const events = new MatchRunEvents(runs('running').repository);
    const streams = [];
    for (let opened = 0; opened < 10; opened += 1) streams.push(await events.open(scope, 'r1'));
    await expect(events.open(scope, 'r1')).rejects.toMatchObject({ code: 'request.rate-limited' });
    await expect(events.open({ ...scope, principalId: 'p2' }, 'r1')).resolves.toBeDefined();
    const closed = once(streams[0]!, 'close');
    streams[0]!.destroy();
    await closed;
    await expect(events.open(scope, 'r1')).resolves.toBeDefined();
    events.onModuleDestroy();
  });

  it('ends all streams when the process ends', async () => {
    const { watch, repository } = runs('running');
    const events = new MatchRunEvents(repository);
    const streams = [await events.open(scope, 'r1'), await events.open(scope, 'r1')];
    const told = streams.map((stream) => text(stream));
    events.onModuleDestroy();
    expect(await Promise.all(told)).toEqual([expect.stringContaining('running'), expect.stringContaining('running')]);
    expect(watch).toHaveBeenCalledTimes(2);
  });

  it('does not keep a place for a run that is not there', async () => {
    const watch = jest.fn().mockRejectedValue(new Error('not found'));
    const events = new MatchRunEvents({ watch } as unknown as MatchRunRepository);
    for (let tries = 0; tries < 11; tries += 1) await expect(events.open(scope, 'r1')).rejects.toThrow('not found');
  });
});
