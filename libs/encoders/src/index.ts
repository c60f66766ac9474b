export * from './model/model-encoder';
export * from './open-encoder';
export * from './remote-encoder';
export * from './shipped-table';
export * from './static-table-encoder';
export { ThreadedAnalyser } from './threaded-analyser';
