import type { RecordColumn } from '@throughtrain/contracts';
import { personalDataIn } from '@throughtrain/domain';
import type { RowFault } from '../ports/import.repository.port';

/** What is told of a row in a report, before it is known what becomes of the row. */
export type RowRemark = Omit<RowFault, 'row' | 'outcome'>;

/** Most characters of a value that a report repeats. */
const longestValue = 100;

/**
 * A remark on one column. Reports repeat its value, cut short; never that of a private column or one that tells of a person.
 * @param value what the file says there
 * @param became what it was taken as
 */
export function told(
  column: Pick<RecordColumn, 'field' | 'isPrivate'>,
  code: string,
  message?: string,
  value?: string,
  became?: string,
): RowRemark {
  const isShown = !column.isPrivate && value !== undefined && value !== '' && personalDataIn(value) === undefined;
  return {
    column: column.field,
    code,
    ...(message !== undefined && { message }),
    ...(isShown && { value: shortened(value) }),
    ...(became !== undefined && { became }),
  };
}

/** A remark that the row is stored without what the column said. */
export function dropped(column: Pick<RecordColumn, 'field' | 'isPrivate'>, message: string, value?: string): RowRemark {
  return told(column, 'value.dropped', `${message}; the row is stored without it`, value);
}

function shortened(value: string): string {
  const characters = [...value.slice(0, 2 * longestValue + 2)];
  return characters.length > longestValue ? `${characters.slice(0, longestValue).join('')}…` : value;
}
