import { secrecyField, type ImportKind, type RecordColumn } from '@throughtrain/contracts';
import { convertCell } from './cells/convert-cell';
import { columnOf, type MappedColumn, type RowDefaults } from './mapping/map-headers';
import { dropped, told, type RowRemark } from './row-remark';

/** A row as a record is made of it: what its fields hold, what was changed on the way, and what keeps it out. */
export interface RowReading {
  readonly value: unknown;
  readonly notes: readonly RowRemark[];
  readonly faults: readonly RowRemark[];
  /** All that the row says in words, where marks of secrecy may stand; columns that are left out included. */
  readonly texts: readonly string[];
}

interface PlannedColumn {
  readonly index: number;
  readonly header: string;
  readonly column: RecordColumn;
}

const secrecyColumn: RecordColumn = {
  field: secrecyField,
  headers: ['密级'],
  type: { is: 'secrecy' },
  need: 'required',
};

/** How the rows of one table are read: which cell is which field. */
export class CellPlan {
  private readonly columns: readonly PlannedColumn[];
  private readonly joined: ReadonlySet<string>;

  constructor(
    private readonly kind: ImportKind,
    mapping: readonly MappedColumn[],
    private readonly defaults: RowDefaults,
  ) {
    this.columns = mapping.flatMap(({ header, field }, index) => {
      const column = field === secrecyField ? secrecyColumn : field === null ? undefined : columnOf(kind, field);
      return column ? [{ index, header, column }] : [];
    });
    const fields = this.columns.map(({ column }) => column.field);
    this.joined = new Set(fields.filter((field, index) => fields.indexOf(field) !== index));
  }

  /** Reads the cells of one row, in the order of the columns. */
  read(cells: readonly string[]): RowReading {
    const record = new RecordUnderWay(this.defaults);
    for (const { index, header, column } of this.columns) {
      const text = (cells[index] ?? '').trim();
      const values = convertCell(column, text, header);
      for (const item of values) {
        if ('fault' in item) record.refuse(column, item.fault);
        else {
          record.put(column, this.joined.has(column.field) && column.joins ? labelled(header, item.value) : item.value);
          if (item.change)
            record.notes.push(told(column, item.change.code, undefined, item.change.from, item.change.became));
        }
      }
    }
    const declared = new Set(
      this.columns.filter(({ column }) => column.field === secrecyField).map(({ index }) => index),
    );
    return record.reading(
      this.kind,
      cells.filter((text, index) => text !== '' && !declared.has(index)),
    );
  }
}

/** A text under the header of its column, without hints in brackets. */
const labelled = (header: string, text: unknown): string =>
  `${header.replace(/[（(【[].*?[）)】\]]/g, '').trim()}：${String(text)}`;

class RecordUnderWay {
  readonly notes: RowRemark[] = [];
  private readonly faults: RowRemark[] = [];
  private readonly fields: Record<string, unknown>;

  constructor(defaults: RowDefaults) {
    this.fields = { ...defaults };
  }

  refuse(column: RecordColumn, { code, message, from }: { code: string; message: string; from: string }): void {
    if (column.mayBeDropped) this.notes.push(dropped(column, message, from));
    else this.faults.push(told(column, code, message, from));
  }

  /** Puts a value where its field is; several make a list or one text, and of several declarations of secrecy the strictest counts. */
  put({ field, list, joins }: RecordColumn, value: unknown): void {
    const [root = '', inner] = field.split('.');
    const holder = inner === undefined ? this.fields : this.holderOf(root);
    const key = inner ?? root;
    const before = holder[key];
    if (list !== undefined) holder[key] = [...((before as unknown[] | undefined) ?? []), value];
    else if (joins && typeof before === 'string') holder[key] = `${before}\n${String(value)}`;
    else if (field !== secrecyField || before === undefined || before === '公开') holder[key] = value;
  }

  reading(kind: ImportKind, texts: readonly string[]): RowReading {
    const { [secrecyField]: secrecy, ...fields } = this.fields;
    const isOfRecord = columnOf(kind, secrecyField) !== undefined;
    const value = isOfRecord || (secrecy !== undefined && secrecy !== '公开') ? this.fields : fields;
    return { value, notes: this.notes, faults: this.faults, texts };
  }

  private holderOf(root: string): Record<string, unknown> {
    const holder = this.fields[root];
    if (typeof holder === 'object' && holder !== null) return holder as Record<string, unknown>;
    const made: Record<string, unknown> = {};
    this.fields[root] = made;
    return made;
  }
}
