import { Injectable } from '@nestjs/common';
import { ShardServers, type LibraryShards } from '@throughtrain/matching';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

/** They tell every five seconds. */
const silentAfter = `interval '15 seconds'`;
const forgottenAfter = `interval '150 seconds'`;

/** SQL: somebody has said of late to hold a part of so many. */
export const isServed = (shard: string, count: string): string => `
  exists (select from shard_server
           where shard_server.shards = ${count} and ${shard} = any(served) and seen_at > now() - ${silentAfter})`;

/** Matchers by what they have told of late. */
@Injectable()
export class SqlShardServers extends ShardServers {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async isHere(server: string, { count, served }: LibraryShards): Promise<void> {
    await this.uow.rows(
      `insert into shard_server (server, shards, served, seen_at) values ($1, $2, $3, now())
       on conflict (server) do update set shards = excluded.shards, served = excluded.served, seen_at = excluded.seen_at`,
      [server, count, served],
    );
    await this.uow.rows(`delete from shard_server where seen_at < now() - ${forgottenAfter}`);
  }

  async leaves(server: string): Promise<void> {
    await this.uow.rows('delete from shard_server where server = $1', [server]);
  }

  async unserved(count?: number): Promise<readonly number[]> {
    const rows = await this.uow.rows<{ shard: number }>(
      `with library as (
         select coalesce($1::integer, max(shards)) as count
           from shard_server where seen_at > now() - ${forgottenAfter})
       select shard from library cross join generate_series(0, count - 1) shard
        where not ${isServed('shard', 'count')}
        order by shard`,
      [count ?? null],
    );
    return rows.map(({ shard }) => shard);
  }
}
