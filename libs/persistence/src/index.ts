export { createDataSource } from './data-source';
export { migrate } from './run-migrations';
export { reseal } from './reseal';
export { PersistenceModule } from './persistence.module';
