import { Injectable } from '@nestjs/common';
import { CurrentLibrary, type LibraryNow } from '@throughtrain/matching';
import { encoderInForceSql } from './encoding.repository';
import { positionSql } from './library-feed.repository';
import { onlyRow } from './own-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

// A server that was set back to an earlier moment goes on in another timeline.
const currentSql = `
  select (${positionSql}) as position,
         (${encoderInForceSql(1)}) as "encoderVersion",
         (select timeline_id from pg_control_checkpoint()) || '.' || (select purges from library_home) as generation`;

interface CurrentRow {
  readonly position: string;
  readonly encoderVersion: string | null;
  readonly generation: string;
}

/** One statement, so that whatever comes after its answer is of its generation or a later one. */
@Injectable()
export class SqlCurrentLibrary extends CurrentLibrary {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  override async read(analyserVersion: string): Promise<LibraryNow> {
    const { position, encoderVersion, generation } = onlyRow(
      await this.uow.rows<CurrentRow>(currentSql, [analyserVersion]),
    );
    const versions = { analyserVersion, ...(encoderVersion !== null && { encoderVersion }) };
    return { position, versions, generation };
  }
}
