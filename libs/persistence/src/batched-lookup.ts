import { AsyncResource } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PreparedStatement, TypeOrmUnitOfWork } from './type-orm-unit-of-work';

/** A key: what each array of the statement holds of it. */
type Key = readonly string[];

interface Batch<Row> {
  /** By themselves, so that what several ask for is looked up once. */
  readonly keys: Map<string, Key>;
  readonly rows: Promise<ReadonlyMap<string, Row>>;
}

/**
 * Looks up by one statement what is asked for in one turn of the event loop. The statement begins after all of it was asked for, so that nobody is told
 * anything older than a statement of its own would tell, and no statement waits for another.
 */
export class BatchedLookup<Row extends { readonly place: number }> {
  private batch: Batch<Row> | undefined;
  /** In the context of its making: the transaction of whoever asks first is not that of the others. */
  private readonly begin = AsyncResource.bind((): Batch<Row> => {
    const keys = new Map<string, Key>();
    return { keys, rows: nextTurn().then(() => this.end(keys)) };
  });

  /**
   * @param statement takes an array for each part of a key, `unnest($1::uuid[], …) with ordinality`, and answers at most a row for each key,
   *   with the ordinality as `place`
   */
  constructor(
    private readonly uow: TypeOrmUnitOfWork,
    private readonly statement: PreparedStatement,
  ) {}

  /** @param key of the types of the statement: one that can not be read fails all that are looked up with it */
  async find(...key: Key): Promise<Row | undefined> {
    this.batch ??= this.begin();
    const { keys, rows } = this.batch;
    const name = key.join(' ');
    keys.set(name, key);
    return (await rows).get(name);
  }

  private async end(keys: Batch<Row>['keys']): Promise<ReadonlyMap<string, Row>> {
    this.batch = undefined;
    const names = [...keys.keys()];
    const parts = [...keys.values()];
    const columns = parts[0]?.map((_, column) => parts.map((key) => key[column])) ?? [];
    const rows = await this.uow.prepared<Row>(this.statement, columns);
    return new Map(rows.map((row) => [names[row.place - 1] ?? '', row]));
  }
}
