import type { ImportKind } from './import-kinds';
import { recordSchemas } from './import-kinds';
import { demandColumns } from './demand-columns';
import { enterpriseColumns } from './enterprise-columns';
import { expertScoreColumns } from './expert-score-columns';
import { projectColumns } from './project-columns';
import type { RecordColumn } from './record-column';

const columns: Readonly<Record<ImportKind, readonly RecordColumn[]>> = {
  projects: projectColumns,
  enterprises: enterpriseColumns,
  demands: demandColumns,
  'expert-scores': expertScoreColumns,
};

/** Fields whose header may stand in a file of any kind: what a row says of its secrecy is always read. */
export const secrecyField = 'secrecy';

/** Under which a line of NDJSON that was handed back tells what became of it; a file that comes again is read without it. */
export const resultKey = 'importResult';

/** The columns of a kind in the order of its template; those only whose field the record has. */
export function columnsOf(kind: ImportKind): readonly RecordColumn[] {
  const { shape } = recordSchemas[kind];
  return columns[kind].filter(({ field }) => Object.hasOwn(shape, field.split('.')[0] ?? ''));
}
