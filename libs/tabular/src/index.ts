export { repeatedKeys } from './json-keys';
export * from './annotate/annotate';
export * from './annotate/row-outcome';
export { writeCsv } from './csv-writer';
export * from './file-row-reader';
export * from './table';
export * from './template-writer';
export { writeXlsx } from './xlsx-writer';
