import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@throughtrain/domain';
import type { Pool, PoolClient } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';

interface Transaction {
  readonly manager: EntityManager;
  /** An inner unit of work failed: what it wrote in part must not be committed, even if its error was caught. */
  failure?: { readonly reason: unknown };
}

/** SQL that a connection parses and plans once, under its name. The server keeps each of them for each connection, so there are few, and none is made of values. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/**
 * Transactions that follow the call, not the argument list: what a repository does inside of `run` is part of that
 * transaction, what it does outside commits statement by statement.
 */
@Injectable()
export class TypeOrmUnitOfWork extends UnitOfWork {
  private readonly current = new AsyncLocalStorage<Transaction>();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  /** The manager of the transaction that is open for the caller, else that of the pool. */
  get manager(): EntityManager {
    return this.current.getStore()?.manager ?? this.dataSource.manager;
  }

  /**
   * The manager of the open transaction, for writes that are wrong on their own.
   * @throws Error outside of `run`
   */
  get transaction(): EntityManager {
    const open = this.current.getStore();
    if (!open) throw new Error('This belongs into a transaction: call it inside of UnitOfWork.run');
    return open.manager;
  }

  /**
   * Runs SQL and gives its rows, those of `returning` included, whatever the command: `manager.query` answers
   * `[rows, count]` to update and delete, and rows to all else.
   */
  async rows<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const answer = await this.manager.query<Row[] | [Row[], number]>(sql, [...parameters]);
    return isCounted(answer) ? answer[0] : answer;
  }

  /** Rows of a statement that many requests ask. TypeORM can not name statements, so it goes to the driver. */
  async prepared<Row extends object>(statement: PreparedStatement, parameters: readonly unknown[]): Promise<Row[]> {
    const { rows } = await (await this.connection()).query<Row>({ ...statement, values: [...parameters] });
    return rows;
  }

  /** Commits when the work ends and rolls back when it throws; a nested call is part of the outer transaction. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const open = this.current.getStore();
    if (open) return this.join(open, work);
    return this.dataSource.transaction(async (manager) => {
      const transaction: Transaction = { manager };
      const result = await this.current.run(transaction, work);
      if (transaction.failure) throw transaction.failure.reason;
      return result;
    });
  }

  /** Nothing that the work writes is kept; ids and transaction numbers that it used are gone all the same. */
  async rehearse<T>(work: () => Promise<T>): Promise<T> {
    if (this.current.getStore()) throw new Error('A rehearsal has a transaction of its own');
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      return await this.current.run({ manager: runner.manager }, work);
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  }

  private async connection(): Promise<Pool | PoolClient> {
    const runner = this.current.getStore()?.manager.queryRunner;
    if (runner) return (await runner.connect()) as PoolClient;
    return (this.dataSource.driver as unknown as { readonly master: Pool }).master;
  }

  private async join<T>(open: Transaction, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (reason) {
      open.failure ??= { reason };
      throw reason;
    }
  }
}

function isCounted<Row>(answer: Row[] | [Row[], number]): answer is [Row[], number] {
  return answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
}
