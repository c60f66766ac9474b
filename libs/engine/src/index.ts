export * from './indexed-library-scorer';
export * from './library-state';
export { LibraryIndexer } from './library/library-indexer';
export * from './query-set';
export * from './reference-library-scorer';
export { countsAt } from './scored-text';
export { ScoringThreads } from './scoring/scoring-threads';
export * from './statistics-source';
