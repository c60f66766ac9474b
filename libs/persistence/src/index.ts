export { bandsFolder, latestBandsVersion, readLatestBands } from './bands-files';
export { createDataSource } from './data-source';
export { migrate } from './run-migrations';
export { publishBands } from './publish-bands';
export { reseal } from './reseal';
export { PersistenceModule } from './persistence.module';
