export * from './indexed-library-scorer';
export * from './library-state';
export { LibraryFollower } from './library/library-follower';
export { LibraryHome, LibraryIndexer } from './library/library-indexer';
export * from './query-set';
export * from './reference-library-scorer';
export { countsAt } from './scored-text';
export { InlineRunner } from './scoring/job-runner';
export { ScoringThreads } from './scoring/scoring-threads';
export { LibrarySnapshots } from './snapshot/library-snapshots';
export * from './statistics-source';
// Parts of the engine, for measurements.
export { LibraryIndex } from './library/library-index';
export { compileQueries, type CompiledQueries } from './scoring/compiled-queries';
export { documentsPerBlock, DotProducts } from './scoring/dot-products';
export { TextScorer } from './scoring/text-scorer';
export { type SharedTexts } from './index/text-pages';
