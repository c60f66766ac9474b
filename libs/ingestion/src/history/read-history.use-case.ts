import type { Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { RecordHistory, type StoredRevision } from '../ports/record-history.port';
import { recordChanges, type FieldChange } from './record-changes';

/** A revision as it is told. */
export type ToldRevision = Omit<StoredRevision, 'content' | 'before'> & {
  /** Empty for the first revision, and once the project is sealed. */
  readonly changes: readonly FieldChange[];
};

/** Tells what a record said when, who wrote it and what changed. */
@Injectable()
export class ReadHistory {
  constructor(private readonly history: RecordHistory) {}

  /**
   * @param below revision below which to go on
   * @returns revisions, newest first
   * @throws DomainError not-found
   */
  async execute(
    scope: Scope,
    kind: 'project' | 'demand',
    id: string,
    below: number | undefined,
    limit: number,
  ): Promise<readonly ToldRevision[]> {
    const revisions = await this.history.revisions(scope, kind, id, below, limit);
    return revisions.map(({ content, before, ...revision }) => ({
      ...revision,
      changes: content === undefined || before === undefined ? [] : recordChanges(before, content),
    }));
  }
}
