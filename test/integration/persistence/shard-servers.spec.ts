import { randomUUID } from 'node:crypto';
import { LibraryShards, ShardServers } from '@throughtrain/matching';
import { Funnel } from './funnel-fixture';

describe('who holds which parts of the library', () => {
  let funnel: Funnel;
  let servers: ShardServers;

  beforeAll(async () => {
    funnel = await Funnel.open();
    servers = funnel.get(ShardServers);
  });
  afterAll(() => funnel.close());

  const pass = (seconds: number) =>
    funnel.sql(`update shard_server set seen_at = seen_at - $1 * interval '1 second'`, [seconds]);

  it('tells the parts that nobody holds, for one split or that of most parts', async () => {
    const [first, second, other] = [randomUUID(), randomUUID(), randomUUID()];
    expect(await servers.unserved()).toEqual([]);
    expect(await servers.unserved(2)).toEqual([0, 1]);
    await servers.isHere(first, new LibraryShards(4, [0, 2]));
    await servers.isHere(second, new LibraryShards(4, [2, 1]));
    await servers.isHere(other, new LibraryShards(3, [0]));
    expect(await servers.unserved()).toEqual([3]);
    expect(await servers.unserved(4)).toEqual([3]);
    expect(await servers.unserved(3)).toEqual([1, 2]);
    await servers.leaves(first);
    expect(await servers.unserved()).toEqual([0, 3]);

    // Who is silent holds nothing, but is known to have been there for some time.
    await pass(16);
    expect(await servers.unserved()).toEqual([0, 1, 2, 3]);
    await servers.isHere(second, new LibraryShards(4));
    expect(await servers.unserved()).toEqual([]);
    await pass(151);
    expect(await servers.unserved()).toEqual([]);
    await servers.isHere(other, new LibraryShards(3, [0]));
    expect(await servers.unserved()).toEqual([1, 2]);
  });
});
