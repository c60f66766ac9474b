import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BatchedLookup } from './batched-lookup';
import type { PreparedStatement, TypeOrmUnitOfWork } from './type-orm-unit-of-work';

interface Row {
  readonly place: number;
  readonly told: string;
}

const statement: PreparedStatement = { name: 'test', text: 'select' };

describe('BatchedLookup', () => {
  const context = new AsyncLocalStorage<string>();
  let asked: unknown[][];
  let contexts: (string | undefined)[];
  let answer: () => Promise<readonly Row[]>;
  let lookup: BatchedLookup<Row>;

  beforeEach(() => {
    asked = [];
    contexts = [];
    answer = () => Promise.resolve([]);
    const uow: Pick<TypeOrmUnitOfWork, 'prepared'> = {
      prepared: async <R extends object>(_: PreparedStatement, parameters: readonly unknown[]) => {
        asked.push([...parameters]);
        contexts.push(context.getStore());
        return (await answer()) as unknown as R[];
      },
    };
    lookup = new BatchedLookup<Row>(uow as TypeOrmUnitOfWork, statement);
  });

  it('asks one statement for all of a turn, and tells each its own row', async () => {
    answer = () =>
      Promise.resolve([
        { place: 3, told: 'third' },
        { place: 1, told: 'first' },
      ]);
    const found = await Promise.all([lookup.find('a', 'x'), lookup.find('b', 'x'), lookup.find('a', 'y')]);
    expect(asked).toEqual([
      [
        ['a', 'b', 'a'],
        ['x', 'x', 'y'],
      ],
    ]);
    expect(found.map((row) => row?.told)).toEqual(['first', undefined, 'third']);
  });

  it('looks up once what several ask for', async () => {
    answer = () => Promise.resolve([{ place: 1, told: 'one' }]);
    const found = await Promise.all([lookup.find('a'), lookup.find('a')]);
    expect(asked).toEqual([[['a']]]);
    expect(found.map((row) => row?.told)).toEqual(['one', 'one']);
  });

  it('asks anew for whoever comes after a statement has begun, and waits for none', async () => {
    const answers: (() => void)[] = [];
    answer = () => new Promise((resolve) => answers.push(() => resolve([{ place: 1, told: `${answers.length}` }])));
    const first = lookup.find('a');
    await nextTurn();
    await nextTurn();
    const second = lookup.find('a');
    await nextTurn();
    await nextTurn();
    expect(asked).toHaveLength(2);
    answers[1]?.();
    await expect(second).resolves.toBeDefined();
    answers[0]?.();
    await expect(first).resolves.toBeDefined();
  });

  it('fails all that a failed statement was asked for, and no one after them', async () => {
    answer = () => Promise.reject(new Error('away'));
    const both = await Promise.allSettled([lookup.find('a'), lookup.find('b')]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    answer = () => Promise.resolve([{ place: 1, told: 'back' }]);
    await expect(lookup.find('a')).resolves.toMatchObject({ told: 'back' });
  });

  it('is not part of what the first asker is in, such as its transaction', async () => {
    await context.run('transaction', () => lookup.find('a'));
    expect(contexts).toEqual([undefined]);
  });
});
