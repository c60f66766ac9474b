export { repeatedKeys } from './json-keys';
export * from './file-row-reader';
export * from './csv-writer';
export * from './table';
export * from './xlsx-writer';
