export * from './library-state';
export * from './query-set';
export * from './reference-library-scorer';
export * from './statistics-source';
