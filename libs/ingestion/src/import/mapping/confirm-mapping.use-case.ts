import { importFile, secrecyField, type ImportKind } from '@throughtrain/contracts';
import {
  AuditLog,
  DomainError,
  errorMessages,
  Outbox,
  UnitOfWork,
  type ErrorCode,
  type Scope,
} from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ImportRepository } from '../../ports/import.repository.port';
import { MappingRepository } from '../../ports/mapping.repository.port';
import { declaresSecrecy } from './fold-header';
import { columnOf, fieldOf, problemsOf, type MappedColumn } from './map-headers';
import type { ProposedColumn } from './propose-mapping';

const nothingKnown: ReadonlyMap<string, string | null> = new Map();

/** Takes what a person says about the columns of a file, keeps it for the next file, and lets the import go on. */
@Injectable()
export class ConfirmMapping {
  constructor(
    private readonly imports: ImportRepository,
    private readonly mappings: MappingRepository,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param decisions columns by their headers; those that are not named stay as they were proposed
   * @param remembers whether the decisions hold for later files of the organisation
   * @throws DomainError not-found; conflict `import.not-awaiting-mapping`; invalid `import.mapping-unknown`, `import.secrecy-column`,
   *   `import.mapping-conflict`, `import.mapping-incomplete`
   */
  async execute(scope: Scope, importId: string, decisions: readonly MappedColumn[], remembers: boolean): Promise<void> {
    await this.uow.run(async () => {
      const { kind, defaults, proposal } = await this.imports.mapping(scope, importId);
      if (!proposal) throw new DomainError('conflict', 'import.not-awaiting-mapping', { importId });
      const columns = decide(kind, proposal.columns, decisions);
      const { undecided, doubled, missing } = problemsOf(kind, columns, defaults);
      if (doubled.length > 0) throw wrong('import.mapping-conflict', doubled);
      if (undecided.length + missing.length > 0) throw wrong('import.mapping-incomplete', [...undecided, ...missing]);
      const mapping = columns.map(({ header, field = null }) => ({ header, field }));
      await this.imports.confirmMapping(scope, importId, mapping);
      const isNew = ({ header, field }: MappedColumn): boolean => fieldOf(kind, header, nothingKnown) !== field;
      const learnt = remembers ? mapping.filter(isNew) : [];
      await this.mappings.remember(scope, kind, learnt);
      await this.audit.record(scope, {
        action: 'import.confirm-mapping',
        subjectType: 'import',
        subjectId: importId,
        after: { kind, remembered: learnt.length },
      });
      await this.outbox.add(importFile, { importId });
    });
  }
}

/** Tells which columns or fields it is about; what stands in them is not told. */
const wrong = (code: ErrorCode, paths: readonly string[]): DomainError =>
  new DomainError('invalid', code, { places: paths.map((path) => ({ path, message: errorMessages[code] })) });

function decide(
  kind: ImportKind,
  proposed: readonly ProposedColumn[],
  decisions: readonly MappedColumn[],
): readonly ProposedColumn[] {
  for (const { header, field } of decisions) {
    const isKnown = proposed.some((column) => column.header === header);
    const hasField = field === null || field === secrecyField || columnOf(kind, field) !== undefined;
    if (!isKnown || !hasField) throw wrong('import.mapping-unknown', [isKnown ? (field ?? '') : header]);
    if (declaresSecrecy(header) && field !== secrecyField) throw wrong('import.secrecy-column', [header]);
  }
  const byHeader = new Map(decisions.map(({ header, field }) => [header, field]));
  return proposed.map(({ header, field }) => {
    const decided = byHeader.get(header);
    const final = decided === undefined ? field : decided;
    return { header, ...(final !== undefined && { field: final }) };
  });
}
