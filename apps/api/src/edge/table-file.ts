import { StreamableFile } from '@nestjs/common';
import { writeCsv, writeXlsx, type Table } from '@throughtrain/tabular';

export const tableTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type TableFormat = keyof typeof tableTypes;

/** A table as a download, under an ASCII name for old clients and its own name for all others. */
export async function tableFile(
  table: Table,
  format: TableFormat,
  asciiName: string,
  name: string,
): Promise<StreamableFile> {
  const bytes = format === 'csv' ? writeCsv(table) : await writeXlsx(table);
  return new StreamableFile(bytes, {
    type: tableTypes[format],
    length: bytes.length,
    disposition: attachment(`${asciiName}.${format}`, `${name}.${format}`),
  });
}

/** @returns the header Content-Disposition of a download. @see RFC 6266, RFC 5987 */
export function attachment(asciiName: string, name: string): string {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${asciiName}"; filename*=UTF-8''${encoded}`;
}
