export { closedAfterEach } from './closed-after-each';
export {
  aCandidate,
  aPair,
  aProject,
  aRankContext,
  aScoreRequest,
  FakeCurrentLibrary,
  FakeLibraryFeed,
  noProgress,
} from './core-factories';
export { FakeEncoder } from './fake-encoder';
export { InlineAnalyser } from './inline-analyser';
export { eventually } from './eventually';
export { writeModelFolder, type ModelFolderParts } from './model-folder';
export { describeQueueBackends, type QueueBackend } from './queue-backends';
export { silentClassifier } from './silent-classifier';
export { createTestDatabase, type TestDatabase } from './test-database';
export * from './factories';
