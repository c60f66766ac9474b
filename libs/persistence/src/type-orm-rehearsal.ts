import { Injectable } from '@nestjs/common';
import { Rehearsal } from '@throughtrain/domain';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

/** Rehearsals in the database of the process. */
@Injectable()
export class TypeOrmRehearsal extends Rehearsal {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return this.uow.rehearse(work);
  }
}
