export * from './remote-encoder';
export * from './static-table-encoder';
