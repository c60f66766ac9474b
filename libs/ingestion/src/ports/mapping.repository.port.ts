import type { ImportKind } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import type { KnownHeaders, MappedColumn } from '../import/mapping/map-headers';

/** What organisations have decided about the headers of their files. */
export abstract class MappingRepository {
  /** Decisions of the caller's organisation about files of one kind. */
  abstract known(scope: Scope, kind: ImportKind): Promise<KnownHeaders>;
  /** Adds decisions; a later one about the same header replaces the earlier. */
  abstract remember(scope: Scope, kind: ImportKind, columns: readonly MappedColumn[]): Promise<void>;
  /** Forgets one decision, or all of the kind. @returns how many are gone */
  abstract forget(scope: Scope, kind: ImportKind, header?: string): Promise<number>;
}
