import { DomainError, findSecrecyMarks } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ImportRepository, type ClaimedImport } from '../ports/import.repository.port';
import { MappingRepository } from '../ports/mapping.repository.port';
import type { OpenedFile } from '../ports/row-reader.port';
import type { RowPlan } from './judge-row';
import { declaresSecrecy } from './mapping/fold-header';
import { isUsable } from './mapping/map-headers';
import { proposeMapping, withSuggestions } from './mapping/propose-mapping';
import { CellPlan } from './read-cells';

/** Rows by whose values a mapping is suggested. */
const sampleRows = 50;

/** Finds out how the rows of a file are read. */
@Injectable()
export class FilePlanner {
  constructor(
    private readonly imports: ImportRepository,
    private readonly mappings: MappingRepository,
  ) {}

  /**
   * Settles how a file is read, for this attempt and all later ones.
   * @returns undefined when a person has to say first what the columns stand for; the import waits then
   * @throws DomainError invalid `import.marked-secret`; unavailable `lease.lost`
   */
  async plan(importId: string, claim: ClaimedImport, file: OpenedFile): Promise<RowPlan | undefined> {
    const { kind, defaults, fence, scope } = claim;
    const { format } = file;
    if (format === 'ndjson') {
      await this.imports.settle(importId, fence, { format });
      return { kind, defaults };
    }
    const { headers, otherSheets = [] } = file;
    if ([...headers, ...otherSheets].some(isMarked)) throw new DomainError('invalid', 'import.marked-secret');
    const proposal = proposeMapping(kind, headers, await this.mappings.known(scope, kind), defaults);
    if (!claim.mapping && !isUsable(proposal)) {
      const suggested = withSuggestions(kind, proposal, await firstCells(file));
      await this.imports.awaitMapping(importId, fence, format, suggested);
      return undefined;
    }
    const mapping = claim.mapping ?? proposal.columns.map(({ header, field = null }) => ({ header, field }));
    await this.imports.settle(importId, fence, { format, mapping, ...(otherSheets.length > 0 && { otherSheets }) });
    return { kind, defaults, cells: new CellPlan(kind, mapping, defaults) };
  }
}

/** A header that asks 是否涉密 says nothing yet. */
function isMarked(name: string): boolean {
  const marks = findSecrecyMarks(name);
  return declaresSecrecy(name) ? marks.some((mark) => mark !== 'mark.state-secret') : marks.length > 0;
}

/** The cells of the first rows. */
async function firstCells(file: OpenedFile & { format: 'csv' | 'xlsx' }): Promise<readonly (readonly string[])[]> {
  const samples: (readonly string[])[] = [];
  for await (const read of file.rows) {
    if ('cells' in read) samples.push(read.cells);
    if (samples.length >= sampleRows) break;
  }
  return samples;
}
