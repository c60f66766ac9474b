import { importFile } from '@throughtrain/contracts';
import { AuditLog, Clock, Outbox, UnitOfWork, type Scope } from '@throughtrain/domain';
import { createDataSource, migrate } from '@throughtrain/persistence';
import { createTestDatabase, eventually } from '@throughtrain/testing';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { Funnel } from './funnel-fixture';

const importId = '00000000-0000-4000-8000-000000000001';

function urlOf({ options }: DataSource): string {
  const url: unknown = 'url' in options ? options.url : undefined;
  if (typeof url !== 'string') throw new Error('The data source has no url');
  return url;
}

describe('the unit of work and what is written in it', () => {
  let funnel: Funnel;
  let uow: UnitOfWork;
  let outbox: Outbox;
  let audit: AuditLog;
  let scope: Scope;

  beforeAll(async () => {
    funnel = await Funnel.open();
    [uow, outbox, audit] = [funnel.get(UnitOfWork), funnel.get(Outbox), funnel.get(AuditLog)];
    scope = await funnel.organisation();
  });

  afterAll(() => funnel.close());

  const act = (action: string) => audit.record(scope, { action, subjectType: 'test', subjectId: '1' });
  const acts = (action: string) => funnel.count('audit_event', 'action = $1', [action]);

  it('commits what repositories write inside', async () => {
    await uow.run(async () => {
      await audit.record(scope, {
        action: 'kept',
        subjectType: 'project',
        subjectId: '1',
        before: { state: 'draft' },
        after: { state: 'frozen' },
        reason: '评审通过',
      });
      await outbox.add(importFile, { importId });
    });
    const events = await funnel.sql(`select * from audit_event where action = 'kept'`);
    expect(events).toEqual([
      expect.objectContaining({
        principal_id: scope.principalId,
        organisation_id: scope.organisationId,
        subject_type: 'project',
        subject_id: '1',
        before: { state: 'draft' },
        after: { state: 'frozen' },
        reason: '评审通过',
        at: expect.any(Date),
      }),
    ]);
    expect(await funnel.sql('select queue, name, key, payload, relayed_at from outbox')).toEqual([
      {
        queue: 'ingest',
        name: 'import-file.v1',
        key: `import-file.${importId}`,
        payload: { importId },
        relayed_at: null,
      },
    ]);
  });

  it('leaves nothing of work that fails, and passes its error on', async () => {
    const failure = new Error('no');
    const before = await funnel.count('outbox');
    const work = uow.run(async () => {
      await act('undone');
      await outbox.add(importFile, { importId });
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(await acts('undone')).toBe(0);
    expect(await funnel.count('outbox')).toBe(before);
  });

  it('joins: inner work is undone with the outer, and shares its transaction', async () => {
    const ids: unknown[] = [];
    const currentTransaction = async () => {
      await act('joined');
      const [row] = await funnel.sql<{ n: number }>(
        `select count(*)::integer as n from audit_event where action = 'joined'`,
      );
      ids.push(row!.n);
    };
    const work = uow.run(async () => {
      await uow.run(currentTransaction);
      await uow.run(currentTransaction);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    // Read on another connection: nothing was committed in between.
    expect(ids).toEqual([0, 0]);
    expect(await acts('joined')).toBe(0);
  });

  it('does not commit half of an inner work whose failure was caught', async () => {
    const failure = new Error('half done');
    const work = uow.run(async () => {
      await act('outer');
      await uow
        .run(async () => {
          await act('inner');
          throw failure;
        })
        .catch(() => undefined);
    });
    await expect(work).rejects.toBe(failure);
    expect([await acts('outer'), await acts('inner')]).toEqual([0, 0]);
  });

  it('keeps transactions that run at once apart', async () => {
    const runs = Array.from({ length: 12 }, (_, index) =>
      uow.run(async () => {
        await act(`parallel-${index}`);
        await act(`parallel-${index}`);
        if (index % 2 === 1) throw new Error('odd');
      }),
    );
    const results = await Promise.allSettled(runs);
    expect(results.map(({ status }) => status)).toEqual(runs.map((_, index) => (index % 2 ? 'rejected' : 'fulfilled')));
    const counts = await Promise.all(runs.map((_, index) => acts(`parallel-${index}`)));
    expect(counts).toEqual(runs.map((_, index) => (index % 2 ? 0 : 2)));
  });

  it('refuses a job or an audited act on its own', async () => {
    await expect(outbox.add(importFile, { importId })).rejects.toThrow('inside of UnitOfWork.run');
    await expect(act('alone')).rejects.toThrow('inside of UnitOfWork.run');
  });

  it('gives notice of jobs when they are committed, and only then', async () => {
    const client = new Client({ connectionString: urlOf(funnel.dataSource) });
    const notices: string[] = [];
    client.on('notification', ({ channel }) => notices.push(channel));
    await client.connect();
    await client.query('listen outbox');
    try {
      await uow
        .run(async () => {
          await outbox.add(importFile, { importId });
          throw new Error('no');
        })
        .catch(() => undefined);
      await uow.run(async () => {
        await outbox.add(importFile, { importId });
        await outbox.add(importFile, { importId });
        await client.query('select 1');
        expect(notices).toEqual([]);
      });
      await eventually(() => notices.length > 0);
      expect(notices).toEqual(['outbox']);
    } finally {
      await client.end();
    }
  });

  it('bounds statements and forgotten transactions', async () => {
    const settings = ['statement_timeout', 'idle_in_transaction_session_timeout', 'application_name'];
    const found = await Promise.all(settings.map((name) => funnel.sql(`select current_setting('${name}') as value`)));
    expect(found.flat()).toEqual([{ value: '1min' }, { value: '1min' }, { value: 'throughtrain' }]);
  });

  it('binds a clock', () => {
    const before = Date.now();
    const now = funnel.get(Clock).now().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});

describe('the migrated schema', () => {
  let funnel: Funnel;

  beforeAll(async () => {
    funnel = await Funnel.open();
    const owner = await funnel.organisation('institution');
    await funnel.project(owner);
  });

  afterAll(() => funnel.close());

  it.each([
    'audit_event',
    'project_revision',
    'project_analysis',
    'demand_revision',
    'demand_analysis',
    'pick_directive',
  ])('refuses to change or delete rows of %s', async (table) => {
    const [column] = await funnel.sql<{ name: string }>(
      `select column_name as name from information_schema.columns where table_name = $1 and is_identity = 'NO'`,
      [table],
    );
    const reason = `rows of ${table} are never changed or deleted`;
    await expect(funnel.sql(`update ${table} set ${column!.name} = ${column!.name}`)).rejects.toThrow(reason);
    await expect(funnel.sql(`delete from ${table}`)).rejects.toThrow(reason);
  });

  it('has the columns of the entities: names, types, nullability, and none that an insert would miss', async () => {
    interface Column {
      name: string;
      type: string;
      nullable: boolean;
      filled: boolean;
    }
    expect(funnel.dataSource.entityMetadatas.length).toBeGreaterThan(0);
    for (const entity of funnel.dataSource.entityMetadatas) {
      const columns = await funnel.sql<Column>(
        `select attname as name, format_type(atttypid, atttypmod) as type, not attnotnull as nullable,
                atthasdef or attidentity <> '' as filled
           from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
        [entity.tableName],
      );
      const inDatabase = new Map(columns.map((column) => [column.name, column]));
      for (const column of entity.columns) {
        const place = `${entity.tableName}.${column.databaseName}`;
        const type = entity.dataSource.driver.normalizeType(column) + (column.isArray ? '[]' : '');
        const plainType = type === 'timestamptz' ? 'timestamp with time zone' : type;
        expect({ place, ...inDatabase.get(column.databaseName) }).toMatchObject({
          place,
          type: plainType,
          nullable: column.isNullable,
        });
        const isFilledByDatabase = column.default !== undefined || column.isGenerated;
        expect({ place, filled: inDatabase.get(column.databaseName)?.filled }).toEqual({
          place,
          filled: isFilledByDatabase,
        });
      }
      const mapped = new Set(entity.columns.map(({ databaseName }) => databaseName));
      expect(columns.filter(({ name, nullable, filled }) => !mapped.has(name) && !nullable && !filled)).toEqual([]);
    }
  });
});

describe('migrate', () => {
  it('changes nothing when repeated, also by several at once', async () => {
    const database = await createTestDatabase();
    try {
      expect(await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)])).toEqual([
        [],
        [],
        [],
      ]);
    } finally {
      await database.drop();
    }
  });

  it('applies each migration once when several start on an empty database', async () => {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query('drop schema public cascade; create schema public');
      const applied = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
      const names = createDataSource({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 1 }).options
        .migrations as unknown[];
      expect(applied.flat()).toHaveLength(names.length);
      const { rows } = await client.query('select version, state from weight_profile order by version');
      expect(rows).toEqual([
        { version: 1, state: 'published' },
        { version: 2, state: 'published' },
      ]);
    } finally {
      await client.end();
      await database.drop();
    }
  });

  it('says why it failed', async () => {
    await expect(migrate('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow('ECONNREFUSED');
  });
});
