/** Why a file as a whole is refused with `import.unreadable`, as `details.reason`, with the sentence shown to a person. */
export const unreadableReasons = {
  'broken-gzip': 'The compressed file is cut short or damaged.',
  'broken-zip': 'The workbook is cut short or damaged.',
  'broken-workbook': 'The workbook lacks a part that it needs, or holds one that is malformed.',
  'workbook-with-macros': 'The workbook holds macros; save it as an XLSX workbook without them.',
  'old-workbook': 'The workbook has the format of Excel 97-2003 (.xls); save it as an XLSX workbook.',
  'binary-workbook': 'The workbook has the binary format (.xlsb); save it as an XLSX workbook.',
  encrypted: 'The workbook is protected by a password; save it without.',
  'too-many-sheets': 'The workbook has more sheets than an import reads.',
  'json-document': 'The file is one JSON document; NDJSON holds one object a line.',
  markup: 'The file is an HTML or XML page; open it in a spreadsheet program and save it as an XLSX workbook.',
  'utf-16': 'The text is UTF-16; save it as UTF-8 or GB18030.',
  'not-a-table': 'The file is neither NDJSON nor CSV nor an XLSX workbook.',
  'no-header':
    'The first row that is not blank is no row of column headers; put the headers there and delete what is above them.',
  'unreadable-header': 'The row of column headers holds a cell that can not be read as text.',
  'two-headers-alike': 'Two columns have the same header.',
  'too-many-columns': 'The table has more columns than an import reads.',
  'unclosed-quote': 'A quotation mark opens a cell that nothing closes.',
  'row-without-end': 'A row goes on without end; most likely a quotation mark in it opens a cell that nothing closes.',
} as const satisfies Record<string, string>;

export type UnreadableReason = keyof typeof unreadableReasons;
